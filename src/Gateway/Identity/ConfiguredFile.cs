using System.Security.Cryptography;

namespace Exchange.Gateway.Identity;

/// <summary>Reads files that the configuration names, and says which setting to mend when that fails.</summary>
internal static class ConfiguredFile
{
    public static T Read<T>(string setting, string path, string expected, Func<string, T> read)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new IdentityConfigurationException($"{setting} is not set: name a file with {expected}.");
        try
        {
            return read(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IdentityConfigurationException($"{setting} names '{path}', which cannot be read: name a file with {expected}.", fault);
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException or FormatException)
        {
            throw new IdentityConfigurationException($"{setting} names '{path}', which does not hold {expected}.", fault);
        }
    }
}
