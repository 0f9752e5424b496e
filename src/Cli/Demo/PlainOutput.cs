using System.Text;
using Spectre.Console;

namespace Exchange.Cli.Demo;

/// <summary>A file or a pipe: no colour, and a width that most screens have.</summary>
internal sealed class PlainOutput(TextWriter writer) : IAnsiConsoleOutput
{
    private const int Columns = 112;

    public TextWriter Writer => writer;

    public bool IsTerminal => false;

    public int Width => Columns;

    public int Height => 40;

    public void SetEncoding(Encoding encoding)
    {
        // The writer's own.
    }
}
