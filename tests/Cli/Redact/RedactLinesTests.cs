using System.Text;
using Exchange.Cli.Redact;

namespace Exchange.Cli.Tests.Redact;

/// <summary><c>exchange redact</c>: JSON lines in, JSON lines out.</summary>
public sealed class RedactLinesTests
{
    [Fact]
    public async Task Run_Line_HasItsIdItsTextAndPlacesInCodePoints() => Assert.Equal(
        """{"id":"a","text":"\uD83D\uDE00 [persoon 1] belde.","spans":[{"start":2,"end":7,"category":"person"}]}""",
        await OneAsync("""{"id":"a","text":"\ud83d\ude00 Moham belde.","known":[{"firstNames":"Moham","surname":"Verzonnen","prefix":null}]}"""));

    [Fact]
    public async Task Run_ListsValuesAndUnknownKeysOfAPerson_AreAllRedacted() => Assert.Equal(
        "[persoon 1], [persoon 1], [persoon 1] en [adres].",
        TextOf(await OneAsync("""{"text":"bram, kale, kees en zandpad 4.","known":[{"firstNames":["Bram"],"nickname":{"a":["Kale"]},"aliases":"Kees","addresses":[{"street":"Zandpad","houseNumber":4}]}]}""")));

    [Fact]
    public async Task Run_HalfASurrogatePair_CountsAsOneAndIsShownAsUnreadable() => Assert.Equal(
        """{"id":7,"text":"\uFFFD [persoon 1].","spans":[{"start":2,"end":7,"category":"person"}]}""".Replace("\\uFFFD", "\uFFFD", StringComparison.Ordinal),
        await OneAsync("""{"id":7,"text":"\ud83d Yusuf.","known":[]}"""));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"id":"a"}""")]
    [InlineData("""{"id":"a","text":3}""")]
    [InlineData("""{"id":"a","text":"x","tekst":"y"}""")]
    [InlineData("""{"id":"a","text":"x"} x""")]
    public async Task Run_UnreadableLine_HasNoTextAndIsCounted(string line)
    {
        var (lines, unreadable) = await RunAsync(line + "\n" + """{"text":"Goed."}""");
        Assert.Equal(1, unreadable);
        Assert.Equal(["""{"id":null,"text":null,"spans":[]}""", """{"id":null,"text":"Goed.","spans":[]}"""], lines);
    }

    [Fact]
    public async Task Run_FileOfAnotherProgram_MayBeginWithAByteOrderMark() => Assert.Equal(
        """{"id":1,"text":"Goed.","spans":[]}""", await OneAsync("\uFEFF" + """{"id":1,"text":"Goed."}"""));

    private static string TextOf(string line) => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!;

    private static async Task<string> OneAsync(string line)
    {
        var (lines, unreadable) = await RunAsync(line);
        Assert.Equal(0, unreadable);
        return Assert.Single(lines);
    }

    private static async Task<(IReadOnlyList<string> Lines, long Unreadable)> RunAsync(string input)
    {
        using var output = new MemoryStream();
        var unreadable = await new RedactLines().RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(input)), output, TestContext.Current.CancellationToken);
        return (Encoding.UTF8.GetString(output.ToArray())[..^1].Split('\n'), unreadable);
    }
}
