using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exchange.Cli.Audit;

/// <summary>
/// The key ring of an installation, to read what was wrapped under it, also years after its last key expired: a copy that lies with a
/// judge opens without being changed. Nothing is ever added to the folder.
/// </summary>
internal static class KeyRing
{
    /// <summary>Opens a ring; wrapping something new is refused when none of its keys is current.</summary>
    public static IDataProtectionProvider Open(string folder)
    {
        var kept = new Kept(new FileSystemXmlRepository(new DirectoryInfo(folder), NullLoggerFactory.Instance));
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("exchange");
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = kept);
        return new Provider(services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>(), kept);
    }

    // A ring without a current key gets one, or nothing could be read: it lives in memory, and nothing may be wrapped under it.
    private sealed class Kept(FileSystemXmlRepository folder) : IXmlRepository
    {
        private readonly List<XElement> _added = [];

        public bool IsCurrent => _added.Count == 0;

        public IReadOnlyCollection<XElement> GetAllElements() => [.. folder.GetAllElements(), .. _added];

        public void StoreElement(XElement element, string friendlyName) => _added.Add(element);
    }

    private sealed class Provider(IDataProtectionProvider inner, Kept kept) : IDataProtectionProvider
    {
        public IDataProtector CreateProtector(string purpose) => new Protector(inner.CreateProtector(purpose), kept);
    }

    private sealed class Protector(IDataProtector inner, Kept kept) : IDataProtector
    {
        public IDataProtector CreateProtector(string purpose) => new Protector(inner.CreateProtector(purpose), kept);

        public byte[] Protect(byte[] plaintext)
        {
            var wrapped = inner.Protect(plaintext);
            return kept.IsCurrent
                ? wrapped
                : throw new CryptographicException("The key ring has no current key: start a gateway on it once.");
        }

        public byte[] Unprotect(byte[] protectedData) => inner.Unprotect(protectedData);
    }
}
