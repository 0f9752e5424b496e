using System.Security.Cryptography;
using Exchange.Cli.Pki;
using Exchange.Gateway.Identity;

namespace Exchange.Gateway.Tests.Identity.Revocation;

public sealed class CrlFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("exchange-crls-");
    private readonly DevAuthority _one = DevAuthority.Root("One", TimeProvider.System);
    private readonly DevAuthority _two = DevAuthority.Root("Two", TimeProvider.System);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_DerAndPem_SeveralInAFile_AreAllRead()
    {
        Write("one", _one.RevocationList([]));
        Write("both.pem", Pem(_one.RevocationList([])) + "\n" + Pem(_two.RevocationList([])));
        var (lists, faults) = Read();

        Assert.True(Covers(lists, _one) && Covers(lists, _two));
        Assert.Empty(faults);
    }

    [Fact]
    public void Read_FileThatCannotBeUsed_IsNamedAndTakesNoOtherWithIt()
    {
        Write("a", _one.RevocationList([])[..^1]);
        Write("b.pem", "no list");
        Write("c.pem", _one.Certificate.ExportCertificatePem());
        Write("d.crl", _two.RevocationList([]));
        Write("e", "");
        using (var large = File.Create(Path.Combine(_folder.FullName, "f")))
            large.SetLength(CrlFolder.LargestFile + 1);
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "g"), "/absent");
        var (lists, faults) = Read();

        Assert.True(Covers(lists, _two));
        Assert.False(Covers(lists, _one));
        Assert.Equal(["a", "b.pem", "c.pem", "e", "f", "g"], faults.Select(fault => Path.GetFileName(fault.Split('\'')[1])));
    }

    [Fact]
    public void Read_NamesThatBeginWithADotAndFolders_AreNotLookedAt()
    {
        Write(".hidden", "no list");
        _folder.CreateSubdirectory("..data");

        Assert.Empty(Read().Faults);
    }

    [Fact]
    public void Read_NoFolder_SaysWhichSetting()
    {
        Assert.Contains("RevocationLists is not set", Assert.Throws<IdentityConfigurationException>(() => new CrlFolder("", TimeSpan.FromDays(1)).Read()).Message, StringComparison.Ordinal);
        Assert.Contains("RevocationLists names", Assert.Throws<IdentityConfigurationException>(() => new CrlFolder("/absent", TimeSpan.FromDays(1)).Read()).Message, StringComparison.Ordinal);
    }

    private static bool Covers(Revocations lists, DevAuthority authority) => lists.Covers(authority.Certificate, TimeProvider.System.GetUtcNow());

    private static string Pem(byte[] der) => PemEncoding.WriteString("X509 CRL", der);

    private (Revocations Lists, IReadOnlyList<string> Faults) Read()
    {
        var folder = new CrlFolder(_folder.FullName, TimeSpan.FromDays(1));
        return (folder.Read(), folder.Faults);
    }

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_folder.FullName, name), bytes);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
