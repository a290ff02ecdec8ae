using System.Linq;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using IronPython.Runtime;
using IronSsl.Module.Arguments;
using IronSsl.Tls.X509.Keys;
using IronSsl.Tls.X509.Pem;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    // Own certificates with their keys.
    public partial class _SSLContext
    {
        /// <summary>Loads an own certificate with its chain and its private key from PEM files.</summary>
        public void load_cert_chain(
            CodeContext context, [Optional] object? certfile, object? keyfile = null, object? password = null)
        {
            Argument.Require(certfile, "load_cert_chain", "certfile", 1);
            string certificatePath = Argument.Path(certfile, "certfile");
            string? keyPath = keyfile is null ? null : Argument.Path(keyfile, "keyfile");
            PasswordSource source = password is null
                ? ConsolePassword.Source
                : new PasswordArgument(context, password).Source;
            Credential credential;
            try
            {
                credential = Reading(
                    () => Credential.Load(certificatePath, keyPath, source, _configuration.SecurityLevel));
            }
            catch (PasswordSourceException raised)
            {
                // The program's own exception, unchanged.
                ExceptionDispatchInfo.Throw(raised.InnerException!);
                throw;
            }

            Change(configuration => configuration with
            {
                Credentials =
                [
                    .. configuration.Credentials.Where(other => other.Key.Kind != credential.Key.Kind), credential,
                ],
            });
        }
    }
}
