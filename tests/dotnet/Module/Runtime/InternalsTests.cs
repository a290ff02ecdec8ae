using System;
using System.Linq;
using System.Net.Sockets;
using System.Reflection;
using IronPython.Modules;
using IronPython.Runtime;
using IronSsl.Module.Runtime;
using IronSsl.Tests.Support;
using Xunit;

namespace IronSsl.Tests.Runtime;

/// <summary>What is left of the module where IronPython lacks one of its internal members.</summary>
public sealed class InternalsTests : IDisposable
{
    // A connection through two queues, which reads and writes all that a memory BIO and a file object can.
    private const string Handshake = """
        import io
        import warnings
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter('always')
            import _ssl
        warned = [str(warning.message) for warning in caught if warning.category is ImportWarning]
        import ssl

        server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server_context.load_cert_chain(certificate)
        client_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        client_context.load_verify_locations(certificate)
        to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
        client = client_context.wrap_bio(to_client, to_server, server_hostname='localhost')
        server = server_context.wrap_bio(to_server, to_client, server_side=True)
        unfinished = [client, server]
        waits = 0
        while unfinished:
            end = unfinished.pop(0)
            try:
                end.do_handshake()
            except ssl.SSLWantReadError as e:
                assert (e.errno, str(e)[:25]) == (ssl.SSL_ERROR_WANT_READ, 'The operation did not com'), e
                waits += 1
                unfinished.append(end)
        assert waits, 'nothing was waited for'
        client.write(b'ping')
        queued = to_server.read()
        assert to_server.write(queued) == len(queued)
        received = server.read(4)
        try:
            client_context.set_ciphers('no such suite')
        except ssl.SSLError as e:
            refusal = str(e)
        file = _ssl._BufferedReader(io.BytesIO(b'line\nrest'))
        lines = file.readline(), file.peek(1), file.read()
        """;

    private readonly CertificateFile _certificate = new();

    public static TheoryData<string> Required => Names(member => member.IsRequired);

    public static TheoryData<string> Niceties => Names(member => !member.IsRequired);

    public void Dispose() => _certificate.Dispose();

    [Fact]
    public void IronPython_has_every_member() => Assert.Empty(
        from member in InternalMembers.All
        where member.Find() is null
        select member.ToString());

    [Theory]
    [MemberData(nameof(Required))]
    public void Without_a_required_member_the_import_fails_and_names_it(string name)
    {
        Interpreter interpreter = Lacking(name);

        string raised = interpreter.Raised("import ssl");

        InternalMember member = InternalMembers.All.Single(member => member.Name == name);
        Assert.Equal(
            $"ImportError: IronSsl can't do without a member of IronPython: {name} is missing from "
                + $"{member.AssemblyName} " + InternalMember.IronPythonVersion,
            raised);
    }

    [Fact]
    public void All_required_members_that_are_missing_are_named()
    {
        string raised = Lacking([.. InternalMembers.All.Select(member => member.Name)]).Raised("import ssl");

        Assert.All(InternalMembers.All, member => Assert.Equal(
            member.IsRequired, raised.Contains(member.Name + " ", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Niceties))]
    public void Without_a_nicety_the_module_works_and_warns(string name)
    {
        Interpreter interpreter = Lacking(name);

        RunHandshake(interpreter);

        InternalMember member = InternalMembers.All.Single(member => member.Name == name);
        Assert.Equal($"['{member}: {member.Loss}']", interpreter.Value("str(warned)"));
    }

    [Fact]
    public void Without_all_niceties_the_module_works()
    {
        Interpreter interpreter = Lacking(
            [.. InternalMembers.All.Where(member => !member.IsRequired).Select(member => member.Name)]);

        RunHandshake(interpreter);
    }

    [Fact]
    public void What_the_compiler_bound_and_the_runtime_lacks_is_an_ImportError()
    {
        ExceptionClassMaker lacking = (_, _, _, _, _, _, _) => throw new MissingMethodException("Some.Type", "Member");
        Interpreter interpreter = With(member => member == InternalMembers.CreateSubType ? lacking : member.Find());

        Assert.Matches(
            @"^ImportError: IronSsl was not built for IronPython [0-9.]+: .*Some\.Type\.Member",
            interpreter.Raised("import ssl"));
    }

    [Theory]
    [InlineData(nameof(InternalMembers.MakeSetBinding))]
    [InlineData(nameof(InternalMembers.NewType))]
    [InlineData(nameof(InternalMembers.NewExceptionType))]
    [InlineData(nameof(InternalMembers.SetPythonType))]
    public void Without_a_part_of_them_types_are_not_immutable(string field)
    {
        Interpreter interpreter = Lacking(Member(field).Name);
        interpreter.Run("import _ssl");

        Assert.Equal("nothing", interpreter.Raised("_ssl.SSLError.x = 1"));
    }

    [Fact]
    public void With_all_members_types_are_immutable()
    {
        Interpreter interpreter = Lacking();
        interpreter.Run("import _ssl");

        Assert.Equal(
            "TypeError: cannot set 'x' attribute of immutable type 'ssl.SSLError'",
            interpreter.Raised("_ssl.SSLError.x = 1"));
        Assert.Equal(
            "TypeError: cannot set 'x' attribute of immutable type '_ssl._SSLContext'",
            interpreter.Raised("_ssl._SSLContext.x = 1"));
    }

    [Fact]
    public void Bytes_that_could_not_be_wrapped_are_a_copy()
    {
        byte[] array = [1, 2, 3];

        Bytes copy = new BytesAdapter(null, null).Wrap(array);
        array[0] = 9;

        Assert.Equal([1, 2, 3], new BytesAdapter(null, null).Unwrap(copy));
    }

    [Theory]
    [InlineData("settimeout(2.5)", 2.5)]
    [InlineData("settimeout(None)", null)]
    [InlineData("setblocking(False)", 0.0)]
    public void The_time_out_of_a_socket_is_known_without_its_field(string call, double? expected)
    {
        var interpreter = new Interpreter();
        interpreter.Run($"import _socket\ns = _socket.socket()\ns.{call}");
        var socket = (PythonSocket.socket)interpreter.Value("s")!;
        var field = (FieldInfo)InternalMembers.Socket.Find()!;
        using var inner = (Socket)field.GetValue(socket)!;

        Assert.Equal(expected, new SocketAdapter(field, null).TimeoutSeconds(socket, inner));
        Assert.Equal(
            expected, new SocketAdapter(field, (FieldInfo?)InternalMembers.Timeout.Find())
                .TimeoutSeconds(socket, inner));
    }

    [Theory]
    [InlineData("", "nothing")]
    [InlineData(nameof(InternalMembers.ExpandableObject), "AttributeError: ")]
    public void Without_its_expandable_object_a_file_takes_no_attributes(string field, string expected)
    {
        Interpreter interpreter = Lacking(field.Length == 0 ? [] : [Member(field).Name]);
        interpreter.Run("import io, _ssl\nfile = _ssl._BufferedReader(io.BytesIO(b'x'))");

        Assert.StartsWith(expected, interpreter.Raised("file.note = 1"), StringComparison.Ordinal);
        Assert.Equal(1, interpreter.Value("len(file.read())"));
    }

    [Fact]
    public void A_deprecation_is_warned_of_without_the_internal_way_to_the_module()
    {
        Interpreter interpreter = Lacking(InternalMembers.WarningsModule.Name);

        interpreter.Run("""
            import warnings
            import _ssl
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter('always')
                _ssl._SSLContext(_ssl.PROTOCOL_TLSv1_2)
            told = [(w.category.__name__, str(w.message)) for w in caught]
            """);

        Assert.Equal("[('DeprecationWarning', 'ssl.PROTOCOL_TLSv1_2 is deprecated')]", interpreter.Value("str(told)"));
    }

    private void RunHandshake(Interpreter interpreter)
    {
        interpreter.Scope.SetVariable("certificate", _certificate.Path);
        interpreter.Run(Handshake);

        Assert.Equal("b'ping'", interpreter.Value("repr(received)"));
        Assert.Equal("('No cipher can be selected.',)", interpreter.Value("refusal"));
        Assert.Equal(@"(b'line\n', b'rest', b'rest')", interpreter.Value("repr(lines)"));
    }

    /// <summary>An interpreter whose IronPython lacks these members.</summary>
    private static Interpreter Lacking(params string[] names) =>
        With(member => names.Contains(member.Name) ? null : member.Find());

    private static Interpreter With(Func<InternalMember, object?> find)
    {
        var interpreter = new Interpreter();
        interpreter.Engine.UseIronSsl();
        interpreter.Context.SetModuleState(Internals.Key, new Internals(find));
        return interpreter;
    }

    private static InternalMember Member(string field) =>
        (InternalMember)typeof(InternalMembers).GetField(field)!.GetValue(null)!;

    private static TheoryData<string> Names(Func<InternalMember, bool> which) =>
        [.. InternalMembers.All.Where(which).Select(member => member.Name).Distinct()];
}
