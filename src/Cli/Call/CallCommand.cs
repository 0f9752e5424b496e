using System.CommandLine;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;

namespace Exchange.Cli.Call;

/// <summary><c>exchange call</c>: one call to a gateway, JSON in and JSON out.</summary>
internal static class CallCommand
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithIndentation());

    public static Command Create()
    {
        var method = new Argument<string>("METHOD") { Description = $"One of {string.Join(", ", Methods.Names)}" };
        var gateway = new CallerOptions();
        var signingKey = new Option<string?>("--signing-key") { Description = "The organisation's key for signing the request, in PEM; for RPCs that want it signed", HelpName = "FILE" };
        var keyId = new Option<string?>("--kid") { Description = "The signing key's name in the organisation's key set; its RFC 7638 thumbprint when not given", HelpName = "ID" };
        var receipts = new Option<string?>("--receipts") { Description = "The file to which answer, nonce and receipt are added as a JSON line", HelpName = "FILE" };
        var json = new Option<string?>("--json") { Description = "The request as JSON; standard input when not given" };
        var command = new Command("call", "Calls a gateway: the answer on standard output, the nonce of its evidence and the receipt on standard error")
        {
            method, signingKey, keyId, receipts, json,
        };
        gateway.AddTo(command);
        command.SetAction(async (call, cancellation) =>
        {
            if (Methods.Find(call.GetRequiredValue(method)) is not { } found)
                return Exit.Unusable(call, $"there is no such method; name one of {string.Join(", ", Methods.Names)}.");
            if (gateway.Check(call) is { } wrong)
                return Exit.Unusable(call, wrong);

            IMessage request;
            try
            {
                var text = call.GetValue(json) ?? await Console.In.ReadToEndAsync(cancellation);
                request = found.ParseJson(text);
            }
            catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException)
            {
                return Exit.Unusable(call, $"the request is not the JSON of {found.RequestName}: {e.Message}");
            }

            Caller caller;
            RequestSigner? signer = null;
            try
            {
                signer = call.GetValue(signingKey) is { } file ? RequestSigner.Open(file, call.GetValue(keyId)) : null;
                caller = await gateway.OpenAsync(call, cancellation);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
            {
                return Exit.Unusable(call, $"a certificate, key or token cannot be read: {e.Message}");
            }

            using (signer)
            using (caller)
                return await SendAsync(call, caller, found, request, signer, call.GetValue(receipts), cancellation);
        });
        return command;
    }

    private static async Task<int> SendAsync(
        ParseResult call,
        Caller caller,
        UnaryMethod method,
        IMessage request,
        RequestSigner? signer,
        string? receipts,
        CancellationToken cancellation)
    {
        var (output, error) = (call.InvocationConfiguration.Output, call.InvocationConfiguration.Error);
        try
        {
            var answer = await caller.Connection.CallAsync(method, request, caller.Token, signer, cancellation);
            output.WriteLine(Formatter.Format(answer.Message));
            if (!answer.Nonce.IsEmpty)
                error.WriteLine($"{GatewayConnection.NonceTrailer}: {Convert.ToBase64String(answer.Nonce.Span)}");
            if (answer.Receipt is { } receipt)
                Keep(receipt, KeptReceipt.Line(method.Name, answer, receipt));
            return Exit.Fine;
        }
        catch (RpcException e)
        {
            var refusal = RefusalDetails.Of(e);
            error.WriteLine($"{refusal.Reason}: {refusal.Message}");
            foreach (var violation in refusal.Fields)
                error.WriteLine($"  {violation.Field}: {violation.Description}");
            if (KeptReceipt.Of(e.Trailers) is { } receipt)
                Keep(receipt, KeptReceipt.Line(method.Name, refusal.Reason, receipt));
            return Exit.No;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Exit.Unusable(call, $"{receipts} cannot be written: {e.Message}");
        }

        void Keep(V1.Receipt receipt, string line)
        {
            error.WriteLine(KeptReceipt.Words(receipt));
            if (receipts is not null)
                KeptReceipt.Append(receipts, line);
        }
    }
}
