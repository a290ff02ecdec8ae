namespace IronSsl.OpenSsl;

/// <content>
/// The reasons that all libraries share (OpenSSL's <c>ERR_R_*</c>). They have a number and a text, but Python's
/// <c>SSLError.reason</c> is None for them.
/// </content>
internal static partial class ErrorTable
{
    private const int CommonFlag = 0x80000;
    private const int FatalFlag = 0x40000;

    /// <summary>Whether the reason is one of those that every library has: Python shows no name for it.</summary>
    internal static bool IsCommon(string library, string reason) =>
        !s_tables.Value.ByName.ContainsKey((library, reason)) && CommonNumber(reason) != 0;

    private static string? CommonText(string reason) => reason switch
    {
        "PEM_LIB" => "PEM lib",
        "ASN1_LIB" => "ASN1 lib",
        "EVP_LIB" => "EVP lib",
        "X509_LIB" => "X509 lib",
        "RSA_LIB" => "RSA lib",
        "EC_LIB" => "EC lib",
        _ => null,
    };

    private static int CommonNumber(string reason) => reason switch
    {
        "RSA_LIB" => CommonFlag | 4,
        "EVP_LIB" => CommonFlag | 6,
        "PEM_LIB" => CommonFlag | 9,
        "X509_LIB" => CommonFlag | 11,
        "ASN1_LIB" => CommonFlag | 13,
        "EC_LIB" => CommonFlag | 16,
        "NESTED_ASN1_ERROR" => CommonFlag | 266,
        "UNSUPPORTED" => CommonFlag | 268,
        "INTERNAL_ERROR" => CommonFlag | FatalFlag | 259,
        _ => 0,
    };
}
