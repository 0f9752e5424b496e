using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Exchange.Commands;
using Exchange.Consent;

namespace Exchange.Cli.Tests.Covenants;

public sealed class SignCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sign").FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private string KeyFile => Path.Combine(_folder, "key.pem");

    public SignCommandTests() => File.WriteAllText(KeyFile, _key.ExportPkcs8PrivateKeyPem());

    [Fact]
    public async Task Sign_IsADetachedJwsOverPartnershipVersionAndReplacement()
    {
        var replaces = SHA256.HashData([1]);

        var (exit, output, error) = await CommandLine.RunAsync(
            "covenant", "sign", SampleCovenant.Path, "--key", KeyFile, "--kid", "jurist-1", "--partnership", "rotterdam", "--replaces", Convert.ToHexString(replaces));

        Assert.Equal(Exit.Fine, exit);
        Assert.Contains("in the place of " + Convert.ToHexStringLower(replaces), error, StringComparison.Ordinal);
        var parts = output.TrimEnd('\n').Split('.');
        Assert.Equal("""{"alg":"ES256","kid":"jurist-1","typ":"exchange.v1.Covenant+jws"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        var digest = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(SampleCovenant.Path, TestContext.Current.CancellationToken)));
        var statement = $"exchange-covenant/1\npartnership rotterdam\ncovenant {digest}\nreplaces {Convert.ToHexStringLower(replaces)}\n";
        Assert.Equal(statement, Encoding.ASCII.GetString(CovenantStatement.Of(new PartnershipId("rotterdam"), Convert.FromHexString(digest), replaces)));
        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(statement))}");
        Assert.True(_key.VerifyData(signed, Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256));
        Assert.Equal("", parts[1]);
    }

    [Theory]
    [InlineData("--replaces", "abc")]
    [InlineData("--replaces", "0102")]
    [InlineData("--key", "/nonexistent")]
    [InlineData("--partnership", "Niet een naam")]
    public async Task Sign_WrongUsage_IsOneSentence(string option, string value)
    {
        var options = new Dictionary<string, string> { ["--key"] = KeyFile, ["--replaces"] = new string('0', 64), [option] = value };

        var (exit, output, error) = await CommandLine.RunAsync(["covenant", "sign", SampleCovenant.Path, .. options.SelectMany(o => new[] { o.Key, o.Value })]);

        Assert.Equal((Exit.Wrong, ""), (exit, output));
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
