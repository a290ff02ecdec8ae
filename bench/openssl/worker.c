/*
 * What OpenSSL itself costs: the scenarios of ../guest/scenarios.py without any Python, as the limit that an ssl module on
 * the same primitives can come near to. Speaks the protocol of ../guest/worker.py; both ends are in this process.
 */
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CHUNK = 16384, RECORD = 5 + 8 + CHUNK + 16, MEGABYTE = 1 << 20, ECHO = 64, PATH = 4096 };

static const char *folder;
static unsigned char payload[MEGABYTE];
static unsigned char arrived[MEGABYTE];

static void check(bool good, const char *what)
{
    if (!good) {
        printf("failed %s\n", what);
        exit(1);
    }
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

/* ---- connections ------------------------------------------------------------------------------------------------- */

struct contexts {
    SSL_CTX *client, *server;
};

static struct contexts make_contexts(int version, const char *key)
{
    struct contexts made = {SSL_CTX_new(TLS_client_method()), SSL_CTX_new(TLS_server_method())};
    char path[PATH];
    check(made.client && made.server, "contexts");
    SSL_CTX_set_min_proto_version(made.client, version);
    SSL_CTX_set_max_proto_version(made.client, version);
    snprintf(path, sizeof path, "%s/%s.pem", folder, key);
    check(SSL_CTX_use_certificate_chain_file(made.server, path) == 1
              && SSL_CTX_use_PrivateKey_file(made.server, path, SSL_FILETYPE_PEM) == 1, "certificate");
    snprintf(path, sizeof path, "%s/ca.pem", folder);
    check(SSL_CTX_load_verify_locations(made.client, path, NULL) == 1, "authority");
    SSL_CTX_set_verify(made.client, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_session_id_context(made.server, (const unsigned char *)"bench", 5);
    SSL_CTX_set_session_cache_mode(made.client, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    return made;
}

/* Those of the last call serve again. */
static struct contexts kept_contexts(int version, const char *key)
{
    static struct { int version; const char *key; struct contexts contexts; } kept;
    if (kept.version != version || kept.key != key) {
        kept.version = version;
        kept.key = key;
        kept.contexts = make_contexts(version, key);
    }
    return kept.contexts;
}

static SSL *make_client(struct contexts from, SSL_SESSION *session)
{
    SSL *ssl = SSL_new(from.client);
    check(ssl && SSL_set_tlsext_host_name(ssl, "localhost") == 1 && SSL_set1_host(ssl, "localhost") == 1, "client");
    SSL_set_connect_state(ssl);
    if (session)
        SSL_set_session(ssl, session);
    return ssl;
}

static SSL *make_server(struct contexts from)
{
    SSL *ssl = SSL_new(from.server);
    check(ssl != NULL, "server");
    SSL_set_accept_state(ssl);
    return ssl;
}

static int tcp_listener(struct sockaddr_in *address)
{
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    socklen_t length = sizeof *address;
    *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    check(bind(listener, (struct sockaddr *)address, sizeof *address) == 0 && listen(listener, 5) == 0
              && getsockname(listener, (struct sockaddr *)address, &length) == 0, "listen");
    return listener;
}

static int tcp_connect(const struct sockaddr_in *address)
{
    int made = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    check(connect(made, (const struct sockaddr *)address, sizeof *address) == 0, "connect");
    setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return made;
}

static int tcp_accept(int listener)
{
    int made = accept(listener, NULL, NULL), one = 1;
    check(made >= 0, "accept");
    setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return made;
}

static void tcp_pair(int ends[2])
{
    struct sockaddr_in address;
    int listener = tcp_listener(&address);
    ends[0] = tcp_connect(&address);
    ends[1] = tcp_accept(listener);
    close(listener);
}

static void free_connection(SSL *ssl)
{
    /* As after a goodbye: OpenSSL drops the session of a connection that was cut off. */
    SSL_set_shutdown(ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    SSL_free(ssl);
}

/* ---- in memory --------------------------------------------------------------------------------------------------- */

struct memory_pair {
    SSL *client, *server;
    BIO *to_client, *from_client, *to_server, *from_server;
};

static struct memory_pair make_memory_pair(struct contexts from, SSL_SESSION *session)
{
    struct memory_pair pair = {make_client(from, session), make_server(from), BIO_new(BIO_s_mem()),
                               BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem())};
    SSL_set_bio(pair.client, pair.to_client, pair.from_client);
    SSL_set_bio(pair.server, pair.to_server, pair.from_server);
    return pair;
}

static void transfer(struct memory_pair *pair)
{
    static char bytes[2 * CHUNK];
    int count;
    while ((count = BIO_read(pair->from_client, bytes, sizeof bytes)) > 0)
        BIO_write(pair->to_server, bytes, count);
    while ((count = BIO_read(pair->from_server, bytes, sizeof bytes)) > 0)
        BIO_write(pair->to_client, bytes, count);
}

static void handshake_in_memory(struct memory_pair *pair)
{
    int client = 0, server = 0;
    while (client != 1 || server != 1) {
        if (client != 1) {
            client = SSL_do_handshake(pair->client);
            check(client == 1 || SSL_get_error(pair->client, client) == SSL_ERROR_WANT_READ, "client's handshake");
            transfer(pair);
        }
        if (server != 1) {
            server = SSL_do_handshake(pair->server);
            check(server == 1 || SSL_get_error(pair->server, server) == SSL_ERROR_WANT_READ, "server's handshake");
            transfer(pair);
        }
    }
}

static void memory_handshakes(int version, const char *key, bool resumed, int count)
{
    struct contexts contexts = kept_contexts(version, key);
    SSL_SESSION *session = NULL;
    for (int i = 0; i < count; i++) {
        struct memory_pair pair = make_memory_pair(contexts, session);
        char byte;
        handshake_in_memory(&pair);
        check(SSL_write(pair.server, "x", 1) == 1, "write");
        transfer(&pair);
        check(SSL_read(pair.client, &byte, 1) == 1 && byte == 'x', "read");
        check(!session || SSL_session_reused(pair.client), "not resumed");
        if (resumed) {
            SSL_SESSION_free(session);
            session = SSL_get1_session(pair.client);
        }
        free_connection(pair.client);
        free_connection(pair.server);
    }
    SSL_SESSION_free(session);
}

static void bulk_memory(int version, int count)
{
    static struct memory_pair pair;
    static int pair_version;
    if (pair_version != version) {
        pair_version = version;
        pair = make_memory_pair(make_contexts(version, "rsa"), NULL);
        handshake_in_memory(&pair);
    }
    for (int i = 0; i < count * (MEGABYTE / CHUNK); i++) {
        check(SSL_write(pair.client, payload, CHUNK) == CHUNK, "write");
        transfer(&pair);
        check(SSL_read(pair.server, arrived, CHUNK) == CHUNK, "read");
    }
    check(memcmp(arrived, payload, CHUNK) == 0, "data changed");
}

/* ---- over sockets ------------------------------------------------------------------------------------------------ */

struct end {
    int socket;
    SSL *ssl; /* NULL: in clear */
};

static void *shake_hands(void *server)
{
    check(SSL_do_handshake(((struct end *)server)->ssl) == 1, "server's handshake");
    return NULL;
}

static void make_ends(int version, struct end *client, struct end *server)
{
    int sockets[2];
    pthread_t thread;
    tcp_pair(sockets);
    *client = (struct end){sockets[0], NULL};
    *server = (struct end){sockets[1], NULL};
    if (version == 0)
        return;
    struct contexts contexts = make_contexts(version, "rsa");
    client->ssl = make_client(contexts, NULL);
    server->ssl = make_server(contexts);
    SSL_set_fd(client->ssl, client->socket);
    SSL_set_fd(server->ssl, server->socket);
    pthread_create(&thread, NULL, shake_hands, server);
    check(SSL_do_handshake(client->ssl) == 1, "client's handshake");
    pthread_join(thread, NULL);
}

static void send_all(struct end *to, const unsigned char *bytes, int length)
{
    while (length > 0) {
        int count = to->ssl ? SSL_write(to->ssl, bytes, length) : (int)send(to->socket, bytes, length, 0);
        check(count > 0, "send");
        bytes += count;
        length -= count;
    }
}

static void receive_all(struct end *from, unsigned char *bytes, int length)
{
    while (length > 0) {
        int count = from->ssl ? SSL_read(from->ssl, bytes, length) : (int)recv(from->socket, bytes, length, 0);
        check(count > 0, "receive");
        bytes += count;
        length -= count;
    }
}

struct door {
    int listener;
    SSL_CTX *context; /* NULL: in clear */
    int count;
};

static void *serve_connections(void *argument)
{
    struct door *door = argument;
    for (int i = 0; i < door->count; i++) {
        struct end end = {tcp_accept(door->listener), NULL};
        if (door->context) {
            end.ssl = make_server((struct contexts){NULL, door->context});
            SSL_set_fd(end.ssl, end.socket);
            shake_hands(&end);
        }
        send_all(&end, (const unsigned char *)"x", 1);
        if (end.ssl)
            free_connection(end.ssl);
        close(end.socket);
    }
    return NULL;
}

/* Version 0: connections in clear. */
static void handshakes(int version, const char *key, bool resumed, int count)
{
    struct contexts contexts = version ? kept_contexts(version, key) : (struct contexts){NULL, NULL};
    struct sockaddr_in address;
    struct door door = {tcp_listener(&address), contexts.server, count};
    SSL_SESSION *session = NULL;
    pthread_t thread;
    pthread_create(&thread, NULL, serve_connections, &door);
    for (int i = 0; i < count; i++) {
        struct end end = {tcp_connect(&address), NULL};
        unsigned char byte;
        if (version) {
            end.ssl = make_client(contexts, session);
            SSL_set_fd(end.ssl, end.socket);
            check(SSL_do_handshake(end.ssl) == 1, "client's handshake");
        }
        receive_all(&end, &byte, 1);
        check(byte == 'x', "read");
        check(!session || SSL_session_reused(end.ssl), "not resumed");
        if (resumed) {
            SSL_SESSION_free(session);
            session = SSL_get1_session(end.ssl);
        }
        if (end.ssl)
            free_connection(end.ssl);
        close(end.socket);
    }
    pthread_join(thread, NULL);
    SSL_SESSION_free(session);
    close(door.listener);
}

struct work {
    struct end *end;
    int count, piece;
};

static void *serve_echo(void *argument)
{
    struct work *work = argument;
    unsigned char bytes[ECHO];
    for (int i = 0; i < work->count; i++) {
        receive_all(work->end, bytes, ECHO);
        send_all(work->end, bytes, ECHO);
    }
    return NULL;
}

static void echo(int version, int count)
{
    static struct { bool made; struct end client, server; } kept[2];
    int which = version != 0;
    static int kept_version;
    if (!kept[which].made || (version && kept_version != version)) {
        make_ends(version, &kept[which].client, &kept[which].server);
        kept[which].made = true;
        kept_version = version ? version : kept_version;
    }
    struct work work = {&kept[which].server, count, 0};
    pthread_t thread;
    unsigned char bytes[ECHO];
    pthread_create(&thread, NULL, serve_echo, &work);
    for (int i = 0; i < count; i++) {
        send_all(&kept[which].client, payload, ECHO);
        receive_all(&kept[which].client, bytes, ECHO);
        check(memcmp(bytes, payload, ECHO) == 0, "data changed");
    }
    pthread_join(thread, NULL);
}

/* The bytes of an echo over TLS 1.2, in clear: a header, then the rest. */
enum { FRAME_HEADER = 5, FRAME = 93 };

static void receive_frame(struct end *from, unsigned char *bytes)
{
    receive_all(from, bytes, FRAME_HEADER);
    receive_all(from, bytes + FRAME_HEADER, FRAME - FRAME_HEADER);
}

static void *serve_framed_echo(void *argument)
{
    struct work *work = argument;
    unsigned char bytes[FRAME];
    for (int i = 0; i < work->count; i++) {
        receive_frame(work->end, bytes);
        send_all(work->end, bytes, FRAME);
    }
    return NULL;
}

static void framed_echo(int count)
{
    static bool made;
    static struct end client, server;
    if (!made) {
        make_ends(0, &client, &server);
        made = true;
    }
    struct work work = {&server, count, 0};
    pthread_t thread;
    unsigned char bytes[FRAME];
    pthread_create(&thread, NULL, serve_framed_echo, &work);
    for (int i = 0; i < count; i++) {
        send_all(&client, payload, FRAME);
        receive_frame(&client, bytes);
        check(memcmp(bytes, payload, FRAME) == 0, "data changed");
    }
    pthread_join(thread, NULL);
}

static void *send_bulk(void *argument)
{
    struct work *work = argument;
    for (int i = 0; i < work->count; i++)
        send_all(work->end, payload, work->piece);
    return NULL;
}

static void bulk_sockets(int version, int piece, int count)
{
    static struct end client, server;
    static int kept_version;
    if (kept_version != version) {
        kept_version = version;
        make_ends(version, &client, &server);
    }
    struct work work = {&client, count * (MEGABYTE / piece), piece};
    pthread_t thread;
    pthread_create(&thread, NULL, send_bulk, &work);
    for (int i = 0; i < count; i++)
        receive_all(&server, arrived, MEGABYTE);
    pthread_join(thread, NULL);
    check(memcmp(arrived, payload, MEGABYTE) == 0, "data changed");
}

/* The bytes of TLS 1.2 records in clear: each a header, then the rest. */
static void framed_bulk(int count)
{
    static struct end client, server;
    if (!client.socket)
        make_ends(0, &client, &server);
    struct work work = {&client, count * (MEGABYTE / CHUNK), RECORD};
    pthread_t thread;
    pthread_create(&thread, NULL, send_bulk, &work);
    for (int i = 0; i < count * (MEGABYTE / CHUNK); i++) {
        receive_all(&server, arrived, FRAME_HEADER);
        receive_all(&server, arrived + FRAME_HEADER, RECORD - FRAME_HEADER);
    }
    pthread_join(thread, NULL);
    check(memcmp(arrived, payload, RECORD) == 0, "data changed");
}

/* ---- orders ------------------------------------------------------------------------------------------------------ */

static int version_of(const char *text)
{
    return strcmp(text, "1.2") == 0 ? TLS1_2_VERSION : strcmp(text, "1.3") == 0 ? TLS1_3_VERSION : 0;
}

static const char *key_of(const char *text)
{
    return strcmp(text, "rsa") == 0 ? "rsa" : "ecdsa";
}

static bool run(const char *name, int count)
{
    char version[8], key[8], kind[8];
    if (strcmp(name, "collect") == 0)
        return true;
    if (sscanf(name, "memory handshake %7s %7s %7s", version, key, kind) == 3)
        memory_handshakes(version_of(version), key_of(key), strcmp(kind, "resumed") == 0, count);
    else if (sscanf(name, "handshake %7s %7s %7s", version, key, kind) == 3)
        handshakes(version_of(version), key_of(key), strcmp(kind, "resumed") == 0, count);
    else if (strcmp(name, "connect plain") == 0)
        handshakes(0, NULL, false, count);
    else if (sscanf(name, "bulk memory %7s", version) == 1)
        bulk_memory(version_of(version), count);
    else if (sscanf(name, "bulk sendall 1M %7s", version) == 1)
        bulk_sockets(version_of(version), MEGABYTE, count);
    else if (strcmp(name, "bulk sendall 16K framed") == 0)
        framed_bulk(count);
    else if (sscanf(name, "bulk sendall 16K %7s", version) == 1)
        bulk_sockets(version_of(version), CHUNK, count);
    else if (strcmp(name, "echo 64 framed") == 0)
        framed_echo(count);
    else if (sscanf(name, "echo 64 %7s", version) == 1)
        echo(version_of(version), count);
    else
        return false;
    return true;
}

int main(int argc, char **argv)
{
    char line[256];
    folder = argv[argc - 1];
    for (int i = 0; i < MEGABYTE; i++)
        payload[i] = (unsigned char)(i % CHUNK * 7 + i % CHUNK / 251);
    printf("ready %d\n", (int)getpid());
    fflush(stdout);
    while (fgets(line, sizeof line, stdin) && line[0] != '\n') {
        char *tab = strchr(line, '\t');
        check(tab != NULL, "an order without a number");
        *tab = 0;
        double start = now();
        if (run(line, atoi(tab + 1)))
            printf("ok %.9f\n", now() - start);
        else
            printf("unsupported\n");
        fflush(stdout);
    }
    return 0;
}
