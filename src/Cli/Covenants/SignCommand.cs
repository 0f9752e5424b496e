using System.CommandLine;
using System.Security.Cryptography;
using Exchange.Cli.Call;
using Exchange.Commands;
using Exchange.Consent;

namespace Exchange.Cli.Covenants;

/// <summary>
/// <c>exchange covenant sign FILE</c>: an organisation's signature under a version, as <c>CovenantService/Sign</c> takes it. It is made
/// where the key is, from the very file that was read, and needs no gateway.
/// </summary>
internal static class SignCommand
{
    public static Command Create()
    {
        var file = CovenantCommands.FileArgument();
        var key = new Option<string>("--key") { Description = "The organisation's signing key, in PEM", Required = true, HelpName = "FILE" };
        var keyId = new Option<string?>("--kid") { Description = "The key's name in the organisation's key set; its RFC 7638 thumbprint when not given", HelpName = "ID" };
        var partnership = new Option<string>("--partnership") { Description = "The partnership", DefaultValueFactory = _ => Installation.DefaultPartnership };
        var replaces = new Option<string>("--replaces") { Description = "The SHA-256 of the version that was activated last, as CovenantService/ListVersions or `exchange covenant check` gives it", Required = true, HelpName = "HEX" };
        var command = new Command("sign", "Signs a version of a covenant for what it replaces: a detached JWS on standard output") { file, key, keyId, partnership, replaces };
        command.SetAction(call => Run(
            call, call.GetRequiredValue(file), call.GetRequiredValue(key), call.GetValue(keyId), call.GetRequiredValue(partnership), call.GetRequiredValue(replaces)));
        return command;
    }

    private static int Run(ParseResult call, string path, string keyFile, string? keyId, string partnership, string replaces)
    {
        if (CovenantFile.Load(call, path) is not { } covenant)
            return Exit.Wrong;
        if (!PartnershipId.IsValid(partnership))
            return Exit.Unusable(call, "--partnership is 1 to 64 lower-case letters, digits and hyphens.");
        var replaced = new byte[SHA256.HashSizeInBytes];
        if (Convert.FromHexString(replaces, replaced, out var read, out var written) != System.Buffers.OperationStatus.Done || read != replaces.Length || written != replaced.Length)
            return Exit.Unusable(call, "--replaces is a SHA-256 of 64 hexadecimal digits.");
        try
        {
            using var signer = RequestSigner.Open(keyFile, keyId);
            var statement = CovenantStatement.Of(new PartnershipId(partnership), covenant.Digest.Span, replaced);
            call.InvocationConfiguration.Output.WriteLine(signer.SignAs(CovenantStatement.Type, statement));
            call.InvocationConfiguration.Error.WriteLine($"{covenant.Id} {covenant.Version}, sha256 {Convert.ToHexStringLower(covenant.Digest.Span)}, in the place of {Convert.ToHexStringLower(replaced)}");
            return Exit.Fine;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return Exit.Unusable(call, $"the signing key cannot be read: {e.Message}");
        }
    }
}
