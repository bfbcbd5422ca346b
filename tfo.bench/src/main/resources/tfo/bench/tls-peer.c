/*
 * The baseline of the TLS measurements: what a C program pays that uses the library as its manual says.
 *
 *   tls-peer server CERTIFICATE KEY         prints its port; a thread per connection
 *   tls-peer client PORT CERTIFICATE        reads "full N", "resumed N", "send N" or "receive N" from standard input, does it,
 *                                           and prints the nanoseconds it was on the CPU and those that passed
 *
 * A connection begins with one byte of plain text: 'h' is answered by one byte; after 's' the server reads to the end; after 'r'
 * it writes to the end. Both end with standard input.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define RECORD 16384
#define PRIORITY "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

static gnutls_certificate_credentials_t credentials;
static gnutls_datum_t ticket_key;
static char record[RECORD];

static void must(int result, const char *what)
{
    if (result < 0) {
        fprintf(stderr, "%s: %s\n", what, gnutls_strerror(result));
        exit(1);
    }
}

static long nanos(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000L + t.tv_nsec;
}

static int handshake(gnutls_session_t session)
{
    int result;
    do {
        result = gnutls_handshake(session);
    } while (result < 0 && !gnutls_error_is_fatal(result));
    return result;
}

/* A ticket that comes in between ends the call with GNUTLS_E_AGAIN. */
static ssize_t receive(gnutls_session_t session, void *into, size_t most)
{
    ssize_t length;
    do {
        length = gnutls_record_recv(session, into, most);
    } while (length < 0 && !gnutls_error_is_fatal(length));
    return length;
}

static void no_delay(int fd)
{
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

/* ---- server ---- */

static void answer(gnutls_session_t session)
{
    char kind;
    if (receive(session, &kind, 1) != 1) {
        return;
    }
    if (kind == 'r') {
        while (gnutls_record_send(session, record, RECORD) > 0) { }
        return;
    }
    if (kind == 'h') {
        gnutls_record_send(session, "h", 1);
    }
    while (receive(session, record, RECORD) > 0) { }
}

static void *serve(void *argument)
{
    int fd = (int)(long) argument;
    gnutls_session_t session;
    must(gnutls_init(&session, GNUTLS_SERVER | GNUTLS_NO_SIGNAL), "init");
    must(gnutls_priority_set_direct(session, PRIORITY, NULL), "priority");
    gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials);
    gnutls_session_ticket_enable_server(session, &ticket_key);
    gnutls_transport_set_int(session, fd);
    no_delay(fd);
    if (handshake(session) == 0) {
        answer(session);
    }
    gnutls_deinit(session);
    close(fd);
    return NULL;
}

static void *end_with_input(void *argument)
{
    while (getchar() != EOF) { }
    _exit(0);
    return argument;
}

static void server(const char *certificate, const char *key)
{
    struct sockaddr_in here = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof here;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    pthread_t thread;

    must(gnutls_certificate_set_x509_key_file(credentials, certificate, key, GNUTLS_X509_FMT_PEM), "key");
    must(gnutls_session_ticket_key_generate(&ticket_key), "ticket key");
    if (bind(fd, (struct sockaddr *) &here, sizeof here) || listen(fd, 4096)
            || getsockname(fd, (struct sockaddr *) &here, &length)) {
        perror("listen");
        exit(1);
    }
    pthread_create(&thread, NULL, end_with_input, NULL);
    printf("%d\n", ntohs(here.sin_port));
    fflush(stdout);
    for (;;) {
        int connection = accept(fd, NULL, NULL);
        if (connection >= 0 && pthread_create(&thread, NULL, serve, (void *)(long) connection) == 0) {
            pthread_detach(thread);
        }
    }
}

/* ---- client ---- */

static struct sockaddr_in peer;
static gnutls_datum_t kept;

static int on_ticket(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming, const gnutls_datum_t *message)
{
    gnutls_free(kept.data);
    kept.data = NULL;
    gnutls_session_get_data2(session, &kept);
    return 0;
}

static gnutls_session_t open_connection(char kind, int resume, int *fd)
{
    gnutls_session_t session;
    *fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(*fd, (struct sockaddr *) &peer, sizeof peer)) {
        perror("connect");
        exit(1);
    }
    no_delay(*fd);
    must(gnutls_init(&session, GNUTLS_CLIENT | GNUTLS_NO_SIGNAL), "init");
    must(gnutls_priority_set_direct(session, PRIORITY, NULL), "priority");
    gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials);
    gnutls_server_name_set(session, GNUTLS_NAME_DNS, "localhost", 9);
    gnutls_session_set_verify_cert(session, "localhost", 0);
    gnutls_handshake_set_hook_function(session, GNUTLS_HANDSHAKE_NEW_SESSION_TICKET, GNUTLS_HOOK_POST, on_ticket);
    if (resume && kept.data) {
        must(gnutls_session_set_data(session, kept.data, kept.size), "session");
    }
    gnutls_transport_set_int(session, *fd);
    must(handshake(session), "handshake");
    must(gnutls_record_send(session, &kind, 1), "send");
    return session;
}

static void close_connection(gnutls_session_t session, int fd)
{
    gnutls_bye(session, GNUTLS_SHUT_WR);
    gnutls_deinit(session);
    close(fd);
}

static void shake(int resume, long count)
{
    for (long i = 0; i < count; i++) {
        int fd;
        char answer;
        gnutls_session_t session = open_connection('h', resume, &fd);
        if (resume && !gnutls_session_is_resumed(session)) {
            fprintf(stderr, "not resumed\n");
            exit(1);
        }
        must(receive(session, &answer, 1), "receive");
        close_connection(session, fd);
    }
}

static gnutls_session_t sending, receiving;

static void move(int inward, long count)
{
    int fd;
    if (!sending) {
        sending = open_connection('s', 0, &fd);
        receiving = open_connection('r', 0, &fd);
    }
    for (long i = 0; i < count; i++) {
        if (!inward) {
            must(gnutls_record_send(sending, record, RECORD), "send");
            continue;
        }
        for (long got = 0; got < RECORD; ) {
            ssize_t length = receive(receiving, record, RECORD - got);
            must(length, "receive");
            got += length;
        }
    }
}

static void client(int port, const char *certificate)
{
    char what[16];
    long count;
    peer = (struct sockaddr_in) { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    must(gnutls_certificate_set_x509_trust_file(credentials, certificate, GNUTLS_X509_FMT_PEM), "trust");
    shake(0, 1);
    while (scanf("%15s %ld", what, &count) == 2) {
        long wall = nanos(CLOCK_MONOTONIC), cpu = nanos(CLOCK_THREAD_CPUTIME_ID);
        switch (what[0] == 'r' && what[2] == 'c' ? 'c' : what[0]) {
        case 'f': shake(0, count); break;
        case 'r': shake(1, count); break;
        case 's': move(0, count); break;
        case 'c': move(1, count); break;
        }
        printf("%ld %ld\n", nanos(CLOCK_THREAD_CPUTIME_ID) - cpu, nanos(CLOCK_MONOTONIC) - wall);
        fflush(stdout);
    }
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    must(gnutls_certificate_allocate_credentials(&credentials), "credentials");
    if (argc == 4 && strcmp(argv[1], "server") == 0) {
        server(argv[2], argv[3]);
    }
    if (argc == 4 && strcmp(argv[1], "client") == 0) {
        client(atoi(argv[2]), argv[3]);
        return 0;
    }
    return 2;
}
