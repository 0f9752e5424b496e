using System.CommandLine;

namespace Exchange.Cli.Tests;

public class OperatorTests
{
    [Theory]
    [InlineData]
    [InlineData("nonsense")]
    [InlineData("audit", "verify")]
    [InlineData("import", "brp-personas", "x.json")]
    [InlineData("demo", "--twice")]
    [InlineData("bench", "gateway", "--callers", "0")]
    [InlineData("bench", "gateway", "--seconds", "61")]
    [InlineData("bench", "gateway", "--data", "/nowhere/at/all")]
    public async Task Run_WrongUsage_ExitsTwoWithOneSentence(params string[] args)
    {
        var (exit, output, error) = await CommandLine.RunAsync(args);

        Assert.Equal(2, exit);
        Assert.Empty(output);
        Assert.StartsWith("exchange: ", Assert.Single(error.TrimEnd().Split('\n')));
    }

    [Fact]
    public async Task Run_Help_NamesEverySubcommandOnce()
    {
        var (exit, output, _) = await CommandLine.RunAsync("--help");

        Assert.Equal(0, exit);
        Assert.All(["demo", "covenant", "import", "call", "audit", "bench", "pki"], name => Assert.Single(output.Split('\n'), line => line.StartsWith($"  {name} ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Run_Fault_ExitsTwoWithoutItsWords()
    {
        using var error = new StringWriter();
        using var output = new BrokenWriter();

        var exit = await Operator.RunAsync(["--help"], new InvocationConfiguration { Output = output, Error = error });

        Assert.Equal(2, exit);
        Assert.StartsWith("exchange: something broke here (InvalidDataException in ", error.ToString());
        Assert.DoesNotContain("Geheim", error.ToString());
    }

    private sealed class BrokenWriter : StringWriter
    {
        public override void Write(char value) => throw new InvalidDataException("Geheim");

        public override void Write(string? value) => throw new InvalidDataException("Geheim");

        public override void WriteLine(string? value) => throw new InvalidDataException("Geheim");

        public override void WriteLine() => throw new InvalidDataException("Geheim");
    }
}
