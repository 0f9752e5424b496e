namespace Exchange.Audit.Tests.Checkpoints;

public sealed class CheckpointTests
{
    private const string Root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

    [Fact]
    public void Parse_TheExampleOfTheSpecification_GivesWhatItSays()
    {
        var text = $"example.com/behind-the-sofa\n20852163\n{Root}\n";
        var checkpoint = Checkpoint.Parse(text)!;

        Assert.Equal(("example.com/behind-the-sofa", 20852163), (checkpoint.Origin, checkpoint.Size));
        Assert.Equal(Root, Convert.ToBase64String(checkpoint.Root.Span));
        Assert.Equal(text, checkpoint.ToText());
    }

    [Fact]
    public void Parse_ExtensionLines_AreRead() => Assert.Equal(7, Checkpoint.Parse($"origin\n7\n{Root}\nmore\nand more\n")!.Size);

    [Theory]
    [InlineData("")]
    [InlineData("origin\n7\n")]
    [InlineData("\n7\n" + Root + "\n")]
    [InlineData("origin\n07\n" + Root + "\n")]
    [InlineData("origin\n-7\n" + Root + "\n")]
    [InlineData("origin\n+7\n" + Root + "\n")]
    [InlineData("origin\n 7\n" + Root + "\n")]
    [InlineData("origin\n7,0\n" + Root + "\n")]
    [InlineData("origin\n\n" + Root + "\n")]
    [InlineData("origin\n9223372036854775808\n" + Root + "\n")]
    [InlineData("origin\n7\nAAAA\n")]
    [InlineData("origin\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n")] // stray bits
    [InlineData("origin\n7\n" + Root)]
    [InlineData("origin\n7\n" + Root + "\n\nmore\n")]
    public void Parse_AnythingElse_GivesNull(string text) => Assert.Null(Checkpoint.Parse(text));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Parse_SizesAtTheEdge_AreRead(string size, long expected) => Assert.Equal(expected, Checkpoint.Parse($"origin\n{size}\n{Root}\n")!.Size);
}
