using System;
using System.Collections.Generic;
using IronPython.Runtime;
using IronPython.Runtime.Types;
using IronSsl.Module.Arguments;
using IronSsl.Tls.Engine.Sessions;
using Microsoft.Scripting;
using Microsoft.Scripting.Runtime;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    /// <summary>A session that a client can resume. Programs get it from a connection and can't make one.</summary>
    [PythonType]
    public sealed class SSLSession : IEquatable<SSLSession>
    {
        public const string __module__ = "_ssl";

        /// <summary>Python says that its instances can't be hashed, as CPython's type does.</summary>
        public const object? __hash__ = null;

        internal SSLSession(_SSLContext context, EngineSession session)
        {
            Context = context;
            Session = session;
        }

        public static object __new__(
            PythonType cls, [ParamDictionary] IDictionary<object, object?> keywords, params object?[] arguments) =>
            throw Argument.TypeError("cannot create '_ssl.SSLSession' instances");

        /// <summary>The context that it belongs to; no other can resume it.</summary>
        internal _SSLContext Context { get; }

        internal EngineSession Session { get; }

        public Bytes id => new(Session.Id);

        /// <summary>Seconds since 1970.</summary>
        public object time => Argument.Number(Session.TimeSeconds);

        /// <summary>Seconds for which it may be resumed.</summary>
        public object timeout => Argument.Number(Session.TimeoutSeconds);

        public object ticket_lifetime_hint => Argument.Number(Session.TicketLifetimeHintSeconds);

        public bool has_ticket => Session.HasTicket;

        [Documentation("Refused: a session is neither copied nor pickled.")]
        public object __reduce__() => throw Copying.Refuse(this);

        [Documentation("Refused: a session is neither copied nor pickled.")]
        public object __reduce_ex__(object? protocol) => throw Copying.Refuse(this, protocol);

        [Documentation("The attributes of an instance of a derived class, or None.")]
        public object? __getstate__() => Copying.State(this);

        public bool Equals(SSLSession? other) => other is not null && Session.Equals(other.Session);

        public override bool Equals(object? obj) => Equals(obj as SSLSession);

        public override int GetHashCode() => Session.GetHashCode();
    }
}
