namespace Exchange.Cli.Tests;

public class OperatorTests
{
    [Theory]
    [InlineData]
    [InlineData("nonsense")]
    [InlineData("audit", "verify")]
    [InlineData("import", "brp-personas", "x.json")]
    [InlineData("demo", "--twice")]
    public async Task Run_WrongUsage_ExitsTwoWithOneSentence(params string[] args)
    {
        var (exit, output, error) = await CommandLine.RunAsync(args);

        Assert.Equal(2, exit);
        Assert.Empty(output);
        Assert.StartsWith("exchange: ", Assert.Single(error.TrimEnd().Split('\n')));
    }

    [Fact]
    public async Task Run_Help_NamesEverySubcommand()
    {
        var (exit, output, _) = await CommandLine.RunAsync("--help");

        Assert.Equal(0, exit);
        Assert.All(["demo", "covenant", "import", "call", "audit", "pki"], name => Assert.Contains($"\n  {name} ", output));
    }
}
