package tfo.checks;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a set of classes promises to others, as text: one line a type, one indented line a member, in a fixed order. */
final class PublicSurface {
    private static final int MEANINGFUL = Modifier.STATIC | Modifier.ABSTRACT | Modifier.FINAL | Modifier.PROTECTED;

    private PublicSurface() {}

    /** The surface of those classes that can be seen from outside their package. */
    static String of(Collection<Class<?>> classes) {
        return classes.stream()
                .filter(PublicSurface::isVisible)
                .sorted((a, b) -> a.getName().compareTo(b.getName()))
                .map(PublicSurface::text)
                .collect(joining("\n"));
    }

    /** The lines that only one of two surfaces has, each member with its type. */
    static String difference(String before, String after) {
        Set<String> old = lines(before);
        Set<String> now = lines(after);
        Set<String> all = new TreeSet<>(old);
        all.addAll(now);
        return all.stream()
                .filter(line -> old.contains(line) != now.contains(line))
                .map(line -> (now.contains(line) ? "+ " : "- ") + line + "\n")
                .collect(joining());
    }

    private static Set<String> lines(String surface) {
        Set<String> lines = new TreeSet<>();
        String type = "";
        for (String line : surface.lines().toList()) {
            type = line.startsWith(" ") ? type : line;
            lines.add(line.startsWith(" ") ? type + ": " + line.strip() : line);
        }
        return lines;
    }

    private static boolean isVisible(Class<?> type) {
        Class<?> around = type.getDeclaringClass();
        boolean open = (type.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
        return open && !type.isAnonymousClass() && (around == null || isVisible(around));
    }

    private static String text(Class<?> type) {
        return Stream.concat(Stream.of(head(type)), members(type).stream().map(member -> "    " + member))
                .collect(joining("\n", "", "\n"));
    }

    private static String head(Class<?> type) {
        String head = headModifiers(type) + kind(type) + type.getName() + variables(type.getTypeParameters());
        if (type.isRecord()) {
            head += Stream.of(type.getRecordComponents())
                    .map(component -> text(component.getAnnotatedType()) + " " + component.getName())
                    .collect(joining(", ", "(", ")"));
        }
        return head + parents(type);
    }

    private static String headModifiers(Class<?> type) {
        int implied = type.isInterface() ? Modifier.ABSTRACT : 0;
        implied |= type.isEnum() || type.isRecord() ? Modifier.FINAL | Modifier.STATIC : 0;
        return modifiers(type.getModifiers() & ~implied);
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "@interface ";
        }
        if (type.isInterface()) {
            return "interface ";
        }
        return type.isEnum() ? "enum " : type.isRecord() ? "record " : "class ";
    }

    private static String parents(Class<?> type) {
        String interfaces = list(type.getAnnotatedInterfaces());
        if (type.isInterface()) {
            return interfaces.isEmpty() ? "" : " extends " + interfaces;
        }
        boolean plain = type.isEnum() || type.isRecord() || type.getSuperclass() == Object.class;
        String parent = plain ? "" : " extends " + text(type.getAnnotatedSuperclass());
        return parent + (interfaces.isEmpty() ? "" : " implements " + interfaces);
    }

    private static List<String> members(Class<?> type) {
        Stream<String> constants = Stream.of(type.getDeclaredFields())
                .filter(Field::isEnumConstant)
                .map(Field::getName);
        Stream<String> fields = promised(type.getDeclaredFields())
                .filter(field -> !field.isEnumConstant())
                .map(field -> modifiers(field, type) + text(field.getAnnotatedType()) + " " + field.getName());
        Stream<String> constructors = promised(type.getDeclaredConstructors())
                .filter(constructor -> !type.isRecord())
                .map(constructor -> modifiers(constructor, type) + call(constructor, "new"));
        Stream<String> methods = promised(type.getDeclaredMethods())
                .filter(method -> !isImplied(method, type))
                .map(method -> method(method, type));
        return Stream.of(constants, fields, constructors, methods)
                .flatMap(Function.identity())
                .toList();
    }

    private static String method(Method method, Class<?> type) {
        return modifiers(method, type)
                + (method.isDefault() ? "default " : "")
                + (method.getTypeParameters().length == 0 ? "" : variables(method.getTypeParameters()) + " ")
                + text(method.getAnnotatedReturnType())
                + " "
                + call(method, method.getName());
    }

    /** Those that others may use, by name and then by parameters: reflection knows no order. */
    private static <M extends Member> Stream<M> promised(M[] members) {
        return Arrays.stream(members)
                .filter(member -> (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0)
                .filter(member -> !member.isSynthetic())
                .sorted(Comparator.comparing(Member::getName).thenComparing(Object::toString));
    }

    /** Whether every enum or every record with these components has it. */
    private static boolean isImplied(Method method, Class<?> type) {
        String name = method.getName();
        if (type.isEnum()) {
            return name.equals("values") || name.equals("valueOf");
        }
        return type.isRecord()
                && (List.of("equals", "hashCode", "toString").contains(name)
                        || Stream.of(type.getRecordComponents())
                                .map(RecordComponent::getAccessor)
                                .anyMatch(method::equals));
    }

    // "public" goes without saying here, and so does what a kind of type makes of its members.
    private static String modifiers(Member member, Class<?> type) {
        return modifiers(member.getModifiers() & ~(type.isInterface() ? Modifier.ABSTRACT : 0));
    }

    private static String modifiers(int modifiers) {
        String text = Modifier.toString(modifiers & MEANINGFUL);
        return text.isEmpty() ? "" : text + " ";
    }

    private static String call(Executable executable, String name) {
        String thrown = list(executable.getAnnotatedExceptionTypes());
        return name + "(" + list(executable.getAnnotatedParameterTypes()) + ")"
                + (thrown.isEmpty() ? "" : " throws " + thrown);
    }

    private static String variables(TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Stream.of(variables).map(PublicSurface::variable).collect(joining(", ", "<", ">"));
    }

    private static String variable(TypeVariable<?> variable) {
        String bounds = Stream.of(variable.getAnnotatedBounds())
                .map(PublicSurface::text)
                .filter(bound -> !bound.equals("Object"))
                .collect(joining(" & "));
        return variable.getName() + (bounds.isEmpty() ? "" : " extends " + bounds);
    }

    private static String list(AnnotatedType[] types) {
        return Stream.of(types).map(PublicSurface::text).collect(joining(", "));
    }

    private static String text(AnnotatedType type) {
        return (type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "") + bare(type);
    }

    private static String bare(AnnotatedType type) {
        if (type instanceof AnnotatedParameterizedType generic) {
            Class<?> raw = (Class<?>) ((ParameterizedType) generic.getType()).getRawType();
            return name(raw) + "<" + list(generic.getAnnotatedActualTypeArguments()) + ">";
        }
        if (type instanceof AnnotatedArrayType array) {
            return text(array.getAnnotatedGenericComponentType()) + "[]";
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            return wildcard(wildcard);
        }
        return type instanceof AnnotatedTypeVariable ? type.getType().getTypeName() : name((Class<?>) type.getType());
    }

    private static String wildcard(AnnotatedWildcardType type) {
        String lower = list(type.getAnnotatedLowerBounds());
        String upper = list(type.getAnnotatedUpperBounds());
        if (!lower.isEmpty()) {
            return "? super " + lower;
        }
        return upper.equals("Object") ? "?" : "? extends " + upper;
    }

    private static String name(Class<?> type) {
        return type.getPackageName().equals("java.lang") ? type.getSimpleName() : type.getName();
    }
}
