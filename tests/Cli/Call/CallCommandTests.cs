namespace Exchange.Cli.Tests.Call;

public class CallCommandTests
{
    private const string Basisdossier = "DossierService/GetBasisdossier";

    [Theory]
    [InlineData("DossierService/Nonsense", "https://127.0.0.1:1", "{}", "no such method")]
    [InlineData(Basisdossier, "http://127.0.0.1:1", "{}", "https://")]
    [InlineData(Basisdossier, "https://127.0.0.1:1", "{", "is not the JSON of GetBasisdossierRequest")]
    [InlineData(Basisdossier, "https://127.0.0.1:1", "[]", "is not the JSON of GetBasisdossierRequest")]
    [InlineData(Basisdossier, "https://127.0.0.1:1", "{\"nonsense\":1}", "is not the JSON of GetBasisdossierRequest")]
    [InlineData("exchange.v1.DossierService/GetBasisdossier", "https://127.0.0.1:1", "{}", "cannot be read")]
    public async Task Call_WrongUsage_ExitsTwoBeforeAnythingIsSent(string method, string address, string json, string why)
    {
        var (exit, output, error) = await CommandLine.RunAsync(
            "call", method, "--address", address, "--ca", "/nonexistent", "--cert", "/nonexistent", "--key", "/nonexistent", "--token", "t", "--json", json);

        Assert.Equal(2, exit);
        Assert.Empty(output);
        Assert.Contains(why, error);
    }

    [Theory]
    [InlineData("name the token once")]
    [InlineData("name the token once", "--token", "t", "--token-file", "/nonexistent")]
    [InlineData("cannot be read", "--token-file", "/nonexistent")]
    public async Task Call_WithoutOneTokenThatCanBeRead_ExitsTwo(string why, params string[] token)
    {
        var (exit, output, error) = await CommandLine.RunAsync(
            [
                "call", Basisdossier, "--address", "https://127.0.0.1:1", "--ca", "/nonexistent", "--cert", "/nonexistent", "--key", "/nonexistent",
                "--json", "{}", .. token,
            ]);

        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(why, error);
    }
}
