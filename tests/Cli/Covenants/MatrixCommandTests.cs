using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Exchange.Cli.Tests.Covenants;

public sealed partial class MatrixCommandTests
{
    [Fact]
    public async Task Matrix_Terminal_HasALineForPartnersThatSeeTheSame()
    {
        var (exit, output, error) = await CommandLine.RunAsync("covenant", "matrix", SampleCovenant.Path);

        Assert.Equal((Exit.Fine, ""), (exit, error));
        Assert.Contains("in regieoverleg, relation none", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^  nctv +A 3\.8", output);
        Assert.Matches(@"(?m)^  \[1\] 3 partners +F 4\.3 .* Fs 4\.10 ", output);
        Assert.Contains("  [1] oov, politie, om", output, StringComparison.Ordinal);
        Assert.All(output.Split('\n'), line => Assert.True(line.Length < 260));
    }

    [Fact]
    public async Task Matrix_Csv_HasEveryCellWithItsArticle()
    {
        var (exit, output, _) = await CommandLine.RunAsync("covenant", "matrix", SampleCovenant.Path, "--csv");

        var lines = output.TrimEnd().Split("\r\n");
        Assert.Equal(Exit.Fine, exit);
        Assert.All(lines, line => Assert.Equal(14, line.Split(',').Length));
        Assert.Contains(lines, line => line.StartsWith("regieoverleg,none,om,care,full,4.10,", StringComparison.Ordinal) && line.Contains(",lifted,", StringComparison.Ordinal));
        Assert.Contains("cto,lead,oov,identity,none,,,,,,,,,", lines);

        // 6 forums and none, and uitvraag; 4 relations; 24 partners; 17 categories.
        Assert.Equal(1 + 8 * 4 * 24 * 17, lines.Length);
    }

    [Fact]
    public async Task Matrix_Html_IsOnePageThatHoldsEverythingAndSaysEveryLevelInWords()
    {
        var (exit, page, _) = await CommandLine.RunAsync("covenant", "matrix", SampleCovenant.Path, "--html");

        Assert.Equal(Exit.Fine, exit);
        Assert.DoesNotMatch(@"(?i)<script|<link|<img|<iframe|url\(|@import|https?:|javascript:|\son\w+=", page);
        var html = XDocument.Parse(VoidElement().Replace(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal), "<$1/>")).Root!;
        Assert.Equal("nl", html.Attribute("lang")!.Value);
        Assert.Single(html.Descendants("h1"));
        Assert.All(html.Descendants("th"), th => Assert.Contains(th.Attribute("scope")!.Value, new[] { "col", "row" }));
        Assert.All(html.Descendants("table"), table => Assert.Single(table.Elements("caption")));
        var cells = html.Descendants("td").ToList();
        Assert.True(cells.Count > 1000);
        Assert.All(cells, cell => Assert.Matches("volledig|onder nummer|anoniem|bestaan|niets", cell.Value));
        Assert.All(cells.Where(cell => !cell.Value.Contains("niets", StringComparison.Ordinal)), cell => Assert.Single(cell.Elements("a")));

        // Every link leads to a place on the page, and every place is there once.
        var places = html.Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(places.Count, places.Distinct().Count());
        Assert.All(html.Descendants("a").Attributes("href"), href => Assert.Contains(href.Value[1..], places));
    }

    [Fact]
    public async Task Matrix_Html_HidesNothingInText()
    {
        var file = Path.GetTempFileName();
        try
        {
            var text = await File.ReadAllTextAsync(SampleCovenant.Path, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(file, text.Replace("title: Zorg", "title: '<b onclick=\"x\">&'", StringComparison.Ordinal), TestContext.Current.CancellationToken);

            var (_, page, _) = await CommandLine.RunAsync("covenant", "matrix", file, "--html");

            Assert.Contains("&lt;b onclick=&quot;x&quot;&gt;&amp;", page, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Matrix_TwoFormsAtOnce_IsWrongUsage() =>
        Assert.Equal(Exit.Wrong, (await CommandLine.RunAsync("covenant", "matrix", SampleCovenant.Path, "--csv", "--html")).Exit);

    [GeneratedRegex("<(meta[^>]*|br)>")]
    private static partial Regex VoidElement();
}
