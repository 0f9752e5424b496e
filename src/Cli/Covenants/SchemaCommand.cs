using System.CommandLine;

namespace Exchange.Cli.Covenants;

/// <summary><c>exchange covenant schema</c>: the JSON Schema of the file, for editors.</summary>
internal static class SchemaCommand
{
    private const string Resource = "covenant.schema.json";

    public static Command Create()
    {
        var command = new Command("schema", "Prints the JSON Schema of a covenant file, by which editors complete and check one");
        command.SetAction(call =>
        {
            using var schema = new StreamReader(typeof(SchemaCommand).Assembly.GetManifestResourceStream(Resource)!);
            call.InvocationConfiguration.Output.Write(schema.ReadToEnd());
            return Exit.Fine;
        });
        return command;
    }
}
