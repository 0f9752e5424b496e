using Exchange.Cli.Pki;
using Exchange.Gateway.Identity;
using Exchange.Gateway.Signing;

namespace Exchange.Cli.Tests.Pki;

public sealed class DevPkiFolderTests : IDisposable
{
    private readonly Folder _folder = new();
    private readonly DevPki _pki = DevPki.Make(
        [new DevController("politie", "00000004000000000002"), new DevController("om", "00000004000000000003")], TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_Keys_AreReadByTheirOwnerOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are Unix's.");
        new DevPkiFolder(_folder["pki"]).Write(_pki);
        var keys = Directory.EnumerateFiles(_folder["pki"], "*.key", SearchOption.AllDirectories).ToList();

        Assert.Equal(8, keys.Count);
        Assert.All(keys, key => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(key)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Mode(_folder["pki"]));
        var open = Directory.EnumerateFiles(_folder["pki"], "*", SearchOption.AllDirectories).Except(keys);
        Assert.All(open, file => Assert.DoesNotContain("PRIVATE", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public void Write_OverAFileThatOthersRead_MakesItAnew()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are Unix's.");
        File.WriteAllText(_folder["elsewhere"], "untouched");
        File.WriteAllText(_folder["ca.key"], "old");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder["ca.key"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        File.CreateSymbolicLink(_folder["server.key"], _folder["elsewhere"]);

        new DevPkiFolder(_folder.Path).Write(_pki);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(_folder["ca.key"]));
        Assert.Equal("untouched", File.ReadAllText(_folder["elsewhere"]));
    }

    [Fact]
    public void ReadOptions_WhatWasWritten_LoadsWithoutAMistake()
    {
        new DevPkiFolder(_folder.Path).Write(_pki);
        var options = new DevPkiFolder(_folder.Path).ReadOptions();

        var trust = new Trust(
            TrustBundle.Load(options.TrustBundle, TimeProvider.System), new CrlFolder(options.RevocationLists, options.CrlMaxAge).Read(), TimeProvider.System);
        Assert.NotNull(MutualTls.LoadCertificate(options));
        Assert.NotNull(TokenValidator.Load(options, TimeProvider.System));
        Assert.NotNull(SigningKeys.Load(options));
        Assert.All(_pki.Parties.Values, party => Assert.Null(trust.Judge(party.Certificate).Refusal));
        Assert.NotNull(trust.Judge(_pki.Server).Refusal);
    }

    [Fact]
    public void ReadParty_WhatWasWritten_GivesItBack()
    {
        new DevPkiFolder(_folder.Path).Write(_pki);

        var party = new DevPkiFolder(_folder.Path).ReadParty("om")!;

        Assert.Equal(_pki.Parties["om"].Controller, party.Controller);
        Assert.Equal(_pki.Parties["om"].Issuer, party.Issuer);
        Assert.Equal(_pki.Parties["om"].Jwks(), party.Jwks());
        Assert.Equal(_pki.Parties["om"].RequestJwks(), party.RequestJwks());
        Assert.Equal(_pki.Parties["om"].Certificate.RawData, party.Certificate.RawData);
        Assert.True(party.Certificate.HasPrivateKey);
        Assert.Null(new DevPkiFolder(_folder.Path).ReadParty("politie2"));
    }

    private static UnixFileMode Mode(string file) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file);
}
