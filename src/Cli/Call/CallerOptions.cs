using System.CommandLine;
using System.Security.Cryptography;

namespace Exchange.Cli.Call;

/// <summary>A gateway, and who calls it.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Token">The caller's token.</param>
internal sealed record Caller(GatewayConnection Connection, string Token) : IDisposable
{
    public void Dispose() => Connection.Dispose();
}

/// <summary>Names a gateway and who calls it.</summary>
internal sealed class CallerOptions
{
    private readonly Option<string> _address = new("--address") { Description = "The gateway, as in https://127.0.0.1:7443", Required = true, HelpName = "URL" };
    private readonly Option<string> _authority = new("--ca") { Description = "The CA of the gateway's certificate, in PEM", Required = true, HelpName = "FILE" };
    private readonly Option<string> _certificate = new("--cert") { Description = "The client certificate, in PEM", Required = true, HelpName = "FILE" };
    private readonly Option<string> _key = new("--key") { Description = "Its key, in PEM", Required = true, HelpName = "FILE" };
    private readonly Option<string?> _token = new("--token") { Description = "The token that is bound to the certificate; others on this machine may see it here" };
    private readonly Option<string?> _tokenFile = new("--token-file") { Description = "The file that holds the token", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Add(_address);
        command.Add(_authority);
        command.Add(_certificate);
        command.Add(_key);
        command.Add(_token);
        command.Add(_tokenFile);
    }

    /// <summary>What is wrong with the options, as a sentence; null when they can be opened.</summary>
    public string? Check(ParseResult call)
    {
        if (!Uri.TryCreate(call.GetRequiredValue(_address), UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps)
            return "--address begins with https://, since a gateway speaks nothing else.";
        return call.GetValue(_token) is null == call.GetValue(_tokenFile) is null
            ? "name the token once: the file that holds it with --token-file, or itself with --token."
            : null;
    }

    /// <summary>Opens the connection.</summary>
    /// <exception cref="CryptographicException">A file holds something else.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public async Task<Caller> OpenAsync(ParseResult call, CancellationToken cancellation)
    {
        var token = call.GetValue(_token) ?? (await File.ReadAllTextAsync(call.GetRequiredValue(_tokenFile)!, cancellation)).Trim();
        return new Caller(
            GatewayConnection.Open(
                new Uri(call.GetRequiredValue(_address)),
                call.GetRequiredValue(_authority),
                call.GetRequiredValue(_certificate),
                call.GetRequiredValue(_key)),
            token);
    }
}
