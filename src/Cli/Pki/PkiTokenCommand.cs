using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Security.Cryptography;

namespace Exchange.Cli.Pki;

/// <summary><c>exchange pki token</c>: prints a token bound to an organisation's development certificate.</summary>
internal static class PkiTokenCommand
{
    public static Command Create()
    {
        var folder = new Option<string>("--dir") { Description = "The folder that 'pki dev' made", Required = true, HelpName = "DIR" };
        var controller = new Option<string>("--controller") { Description = "The organisation", Required = true, HelpName = "NAME" };
        var unit = new Option<string>("--unit") { Description = "The unit, as the covenant lists it", Required = true };
        var actor = new Option<string>("--actor") { Description = "The person", Required = true, HelpName = "ID" };
        var roles = new Option<string[]>("--role")
        {
            Description = "A role; may be repeated",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var lives = new Option<TimeSpan>("--lives")
        {
            Description = "How long, as 90s or 5m; a gateway takes at most 10m",
            CustomParser = Duration,
            DefaultValueFactory = _ => TimeSpan.FromMinutes(5),
        };
        var command = new Command("token", "Prints a token bound to an organisation's certificate, for development only")
        {
            folder, controller, unit, actor, roles, lives,
        };
        command.SetAction(call =>
        {
            var path = call.GetRequiredValue(folder);
            var token = new DevToken
            {
                Unit = call.GetRequiredValue(unit),
                Actor = call.GetRequiredValue(actor),
                Roles = call.GetRequiredValue(roles),
                Lives = call.GetValue(lives),
            };
            try
            {
                if (new DevPkiFolder(path).ReadParty(call.GetRequiredValue(controller)) is not { } party)
                    return Exit.Unusable(call, $"'{path}' has no organisation of that name: see 'clients' in it, or run 'exchange pki dev'.");
                call.InvocationConfiguration.Output.WriteLine(party.IssueToken(token, TimeProvider.System));
                return Exit.Fine;
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or InvalidDataException
                or CryptographicException or ArgumentException)
            {
                return Exit.Unusable(call, $"'{path}' cannot be read: make it anew with 'exchange pki dev'.");
            }
        });
        return command;
    }

    private static TimeSpan Duration(ArgumentResult written)
    {
        var text = written.Tokens[^1].Value;
        var unit = text.Length > 0 ? text[^1] : ' ';
        if (unit is 's' or 'm'
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is > 0 and <= 86_400)
            return unit == 's' ? TimeSpan.FromSeconds(count) : TimeSpan.FromMinutes(count);
        written.AddError($"Write '{text}' as a number of seconds or minutes, as in 90s or 5m.");
        return default;
    }
}
