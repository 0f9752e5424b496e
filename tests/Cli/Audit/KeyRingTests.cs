using System.Security.Cryptography;
using System.Xml.Linq;
using Exchange.Cli.Audit;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Cli.Tests.Audit;

/// <summary>What was wrapped stays readable from a copy, however old, and the copy stays as it is.</summary>
public sealed class KeyRingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ring");
    private readonly byte[] _wrapped;

    public KeyRingTests()
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("exchange").PersistKeysToFileSystem(_folder);
        using var provider = services.BuildServiceProvider();
        _wrapped = provider.GetRequiredService<IDataProtectionProvider>().CreateProtector("p").Protect([1, 2, 3]);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Open_RingWithACurrentKey_ReadsAndWraps()
    {
        var protector = KeyRing.Open(_folder.FullName).CreateProtector("p");

        Assert.Equal([1, 2, 3], protector.Unprotect(_wrapped));
        Assert.Equal([4], protector.Unprotect(protector.Protect([4])));
    }

    [Fact]
    public void Open_RingOfWhichEveryKeyExpired_ReadsWrapsNothingAndChangesNothing()
    {
        var file = Assert.Single(_folder.GetFiles()).FullName;
        var key = XDocument.Load(file);
        foreach (var (name, day) in new[] { ("creationDate", -400), ("activationDate", -400), ("expirationDate", -310) })
            key.Root!.Element(name)!.Value = TimeProvider.System.GetUtcNow().AddDays(day).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        key.Save(file);
        var before = File.ReadAllBytes(file);

        var protector = KeyRing.Open(_folder.FullName).CreateProtector("p");

        Assert.Equal([1, 2, 3], protector.Unprotect(_wrapped));
        Assert.Throws<CryptographicException>(() => protector.Protect([4]));
        Assert.Equal(before, File.ReadAllBytes(Assert.Single(_folder.GetFiles()).FullName));
    }

    [Fact]
    public void Open_EmptyRing_ReadsNothing()
    {
        foreach (var file in _folder.GetFiles())
            file.Delete();

        Assert.Throws<CryptographicException>(() => KeyRing.Open(_folder.FullName).CreateProtector("p").Unprotect(_wrapped));
        Assert.Empty(_folder.GetFiles());
    }
}
