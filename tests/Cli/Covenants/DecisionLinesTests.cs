using System.IO.Pipelines;
using System.Text;
using Exchange.Cli.Covenants;
using Exchange.Consent;

namespace Exchange.Cli.Tests.Covenants;

public sealed class DecisionLinesTests
{
    private const string Full =
        """{"partner":"politie","role":"regisseur","relation":"none","forum":"regieoverleg","purpose":"casusoverleg","case":"active","consent":"absent","secrecy":"notLifted","handling":"open","category":"police","source":"om","date":"2026-11-22"}""";

    private const string Granted = """{"level":"full","article":"4.1","reason":"GRANTED"}""";
    private const string Invalid = """{"level":"none","article":null,"reason":"INVALID_INPUT"}""";
    private const string Guard = """{"level":"none","article":null,"reason":"GUARD"}""";
    private const string NoGrant = """{"level":"none","article":null,"reason":"NO_GRANT"}""";

    private static readonly Covenant Covenant = Consent.Covenant.Load(File.ReadAllBytes(SampleCovenant.Path)).Covenant!;

    private static string Asked => Full.Replace("\"om\"", "\"politie\"", StringComparison.Ordinal);

    [Fact]
    public async Task Run_OneLinePerLine_InOrder() =>
        await AnswersAsync($"{Asked}\n{Full}\n{{}}\n{Asked}\n", 0, Granted, NoGrant, Guard, Granted);

    [Fact]
    public async Task Run_LastLineWithoutNewline_IsAnswered() => await AnswersAsync(Asked, 0, Granted);

    [Fact]
    public async Task Run_CarriageReturns_AreWhitespace() => await AnswersAsync($"{Asked}\r\n{Asked}\r\n", 0, Granted, Granted);

    [Fact]
    public async Task Run_ByteOrderMark_IsNoPartOfTheFirstLine() => await AnswersAsync($"\uFEFF{Asked}\n\uFEFF{Asked}\n", 1, Granted, Invalid);

    [Fact]
    public async Task Run_HalfAByteOrderMark_IsUnreadable()
    {
        using var output = new MemoryStream();
        Assert.Equal(1, await new DecisionLines(Covenant).RunAsync(new MemoryStream([0xEF, 0xBB]), output, TestContext.Current.CancellationToken));
        Assert.Equal(Invalid + "\n", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public async Task Run_NoInput_AnswersNothing() => await AnswersAsync("", 0);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("nee")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}}")]
    [InlineData("{} {}")]
    [InlineData("""{"partner":"politie",}""")]
    [InlineData("""{"partner":1}""")]
    [InlineData("""{"partner":["politie"]}""")]
    [InlineData("""{"partner":{"id":"politie"}}""")]
    [InlineData("""{"partner":true}""")]
    [InlineData("""{"partner":"politie","partner":"politie"}""")]
    [InlineData("""{"partij":"politie"}""")]
    [InlineData("""{"Partner":"politie"}""")]
    [InlineData("""{"partner":"\ud800"}""")]
    [InlineData("""{/* */}""")]
    public async Task Run_UnreadableLine_GivesInvalidInputAndGoesOn(string line) =>
        await AnswersAsync($"{line}\n{Asked}\n", 1, Invalid, Granted);

    [Fact]
    public async Task Run_NotUtf8_IsUnreadable()
    {
        byte[] bytes = [.. "{\"partner\":\""u8, 0xC3, 0x28, .. "\"}\n"u8, .. Encoding.UTF8.GetBytes(Asked)];

        await AnswersAsync(bytes, 1, Invalid, Granted);
    }

    [Theory]
    [InlineData("\"active\"", "\"actief\"", Guard)]
    [InlineData("\"active\"", "null", Guard)]
    [InlineData("\"open\"", "\"dicht\"", Guard)]
    [InlineData("\"2026-11-22\"", "\"2026-11-31\"", Guard)]
    [InlineData("\"2026-11-22\"", "\"2018-06-30\"", Guard)]
    [InlineData("\"politie\",\"role\"", "\"polizei\",\"role\"", NoGrant)]
    [InlineData("\"regisseur\"", "\"analyst\"", """{"level":"none","article":"6.1","reason":"OWN_CONTRIBUTION"}""")]
    [InlineData("\"regisseur\"", "\"coordinator\"", NoGrant)]
    [InlineData("\"casusoverleg\"", "\"zomaar\"", NoGrant)]
    public async Task Run_WordThatMeansNothing_IsAnUnknownInput(string old, string @new, string answer) =>
        await AnswersAsync(Asked.Replace(old, @new, StringComparison.Ordinal), 0, answer);

    [Fact]
    public async Task Run_OverlongLine_IsUnreadableAndNotKept()
    {
        var line = new string(' ', 10 * DecisionLines.MostLineBytes) + Asked;

        await AnswersAsync($"{line}\n{Asked}\n{line}", 2, Invalid, Granted, Invalid);
    }

    [Fact]
    public async Task Run_ManyLines_AnswersAll()
    {
        var (lines, unreadable) = await RunAsync(string.Concat(Enumerable.Repeat($"{Asked}\n{Full}\n", 50_000)));

        Assert.Equal((100_000, 0), (lines.Count, unreadable));
        Assert.All(lines.Index(), line => Assert.Equal(line.Index % 2 == 0 ? Granted : NoGrant, line.Item));
    }

    [Fact]
    public async Task Run_OtherSideWaitsForTheAnswer_GetsItBeforeItAsksOn()
    {
        var (input, output) = (new Pipe(), new Pipe());
        var run = new DecisionLines(Covenant).RunAsync(input.Reader.AsStream(), output.Writer.AsStream(), TestContext.Current.CancellationToken);
        using var answers = new StreamReader(output.Reader.AsStream());
        for (var i = 0; i < 3; i++)
        {
            await input.Writer.WriteAsync(Encoding.UTF8.GetBytes(Asked + "\n"), TestContext.Current.CancellationToken);
            Assert.Equal(Granted, await answers.ReadLineAsync(TestContext.Current.CancellationToken));
        }

        await input.Writer.CompleteAsync();
        Assert.Equal(0, await run);
    }

    private static Task AnswersAsync(string input, long unreadable, params string[] lines) => AnswersAsync(Encoding.UTF8.GetBytes(input), unreadable, lines);

    private static async Task AnswersAsync(byte[] input, long unreadable, params string[] lines)
    {
        var got = await RunAsync(input);
        Assert.Equal(lines, got.Lines);
        Assert.Equal(unreadable, got.Unreadable);
    }

    private static Task<(IReadOnlyList<string> Lines, long Unreadable)> RunAsync(string input) => RunAsync(Encoding.UTF8.GetBytes(input));

    private static async Task<(IReadOnlyList<string> Lines, long Unreadable)> RunAsync(byte[] input)
    {
        using var output = new MemoryStream();
        var unreadable = await new DecisionLines(Covenant).RunAsync(new MemoryStream(input), output, TestContext.Current.CancellationToken);
        var text = Encoding.UTF8.GetString(output.ToArray());
        Assert.True(text.Length == 0 || text.EndsWith('\n'));
        return (text.Length == 0 ? [] : text[..^1].Split('\n'), unreadable);
    }
}
