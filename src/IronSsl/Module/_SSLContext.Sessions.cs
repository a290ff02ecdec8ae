using System;
using System.Threading;
using IronPython.Runtime;
using IronSsl.Module.Arguments;
using IronSsl.Tls.Engine.Sessions;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    // Sessions that connections may resume.
    public partial class _SSLContext
    {
        private SessionStore? _sessions;

        /// <summary>The session cache, ticket keys and counters, made when they're first wanted.</summary>
        private SessionStore Sessions => LazyInitializer.EnsureInitialized(
            ref _sessions, () => new SessionStore(_state.Random, TimeProvider.System));

        public PythonDictionary session_stats()
        {
            SessionStatistics numbers = Sessions.Statistics;
            return new PythonDictionary
            {
                ["number"] = Argument.Number(numbers.Number),
                ["connect"] = Argument.Number(numbers.Connect),
                ["connect_good"] = Argument.Number(numbers.ConnectGood),
                ["connect_renegotiate"] = Argument.Number(numbers.ConnectRenegotiate),
                ["accept"] = Argument.Number(numbers.Accept),
                ["accept_good"] = Argument.Number(numbers.AcceptGood),
                ["accept_renegotiate"] = Argument.Number(numbers.AcceptRenegotiate),
                ["hits"] = Argument.Number(numbers.Hits),
                ["misses"] = Argument.Number(numbers.Misses),
                ["timeouts"] = Argument.Number(numbers.Timeouts),
                ["cache_full"] = Argument.Number(numbers.CacheFull),
            };
        }
    }
}
