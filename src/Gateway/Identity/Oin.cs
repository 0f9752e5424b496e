using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Exchange.Gateway.Identity;

/// <summary>
/// The number of an organisation: 20 digits, in a certificate the one <c>serialNumber</c> (OID 2.5.4.5) of the subject, as
/// PKIoverheid has it.
/// </summary>
internal static class Oin
{
    private const string SerialNumber = "2.5.4.5";

    /// <summary>Whether this is a number of 20 ASCII digits.</summary>
    public static bool IsWellFormed(string? number) => number is { Length: 20 } && number.All(char.IsAsciiDigit);

    /// <summary>
    /// The number in the certificate's subject, or null when there is not exactly one reading of it: none, two, a relative
    /// name of several values, or something else than 20 digits.
    /// </summary>
    public static string? Of(X509Certificate2 certificate)
    {
        string? found = null;
        try
        {
            foreach (var name in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
            {
                if (name.HasMultipleElements) return null;
                if (name.GetSingleElementType().Value != SerialNumber) continue;
                if (found is not null) return null;
                found = name.GetSingleElementValue();
                if (!IsWellFormed(found)) return null;
            }
        }
        catch (CryptographicException)
        {
            return null; // the subject is no proper name
        }
        return found;
    }
}
