using System.Buffers.Text;
using System.CommandLine;
using System.Globalization;
using Exchange.Audit.V1;
using Exchange.Commands;
using Exchange.Dossiers;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Cli.Keys;

/// <summary><c>exchange keys destroy</c>: makes unreadable, for good, whom entries of the log are about or who called, or what pseudonyms stood for.</summary>
internal static class DestroyCommand
{
    private static readonly IReadOnlyDictionary<string, KeyDestroyed.Types.Why> Reasons = new Dictionary<string, KeyDestroyed.Types.Why>
    {
        ["retention"] = KeyDestroyed.Types.Why.RetentionEnded,
        ["erasure"] = KeyDestroyed.Types.Why.Erasure,
        ["order"] = KeyDestroyed.Types.Why.Ordered,
        ["compromised"] = KeyDestroyed.Types.Why.Compromised,
    };

    public static Command Create()
    {
        var of = new Option<string?>("--case") { Description = "The case, by its id: the log key by which its entries tell whom they are about", HelpName = "ID" };
        var controller = new Option<string?>("--controller") { Description = "Or the controller that left the covenant: the log key by which entries tell who called there", HelpName = "ID" };
        var pseudonyms = new Option<bool>("--ended-pseudonyms") { Description = "Or the keys of the pseudonyms of every calendar quarter that ended: what was told under them is joined to nothing any more" };
        var reason = new Option<string>("--reason") { Description = "Why: retention (its period ended), erasure (AVG art. 17), order (of a court or supervisor) or compromised", Required = true };
        reason.AcceptOnlyFromAmong([.. Reasons.Keys]);
        var installation = new InstallationOptions();
        var command = new Command("destroy", "Destroys a log key, or pseudonyms that ended, which cannot be undone; every proof of the log still holds") { of, controller, pseudonyms, reason };
        installation.AddTo(command);
        command.SetAction((call, cancellation) =>
        {
            var (id, left) = (call.GetValue(of), call.GetValue(controller));
            var ended = call.GetValue(pseudonyms);
            if ((id is not null ? 1 : 0) + (left is not null ? 1 : 0) + (ended ? 1 : 0) != 1)
                return Task.FromResult(Exit.Unusable(call, "name the key with --case ID or with --controller ID, or give --ended-pseudonyms."));
            if (id is not null && !(id.Length == 22 && Base64Url.IsValid(id)))
                return Task.FromResult(Exit.Unusable(call, "--case is the id of a case: 22 characters."));
            return installation.UseAsync(call, mayBeNew: false, async (opened, partnership) =>
            {
                var keys = opened.Services.GetRequiredService<DestroyKey>();
                var why = Reasons[call.GetRequiredValue(reason)];
                Outcome<DestroyedKey> outcome;
                try
                {
                    if (ended)
                        return Report(call, await keys.OfEndedPseudonymsAsync(partnership, opened.Covenant, why, cancellation));
                    outcome = id is not null
                        ? await keys.OfCaseAsync(partnership, opened.Covenant, new CaseId(id), why, cancellation)
                        : await keys.OfControllerAsync(partnership, opened.Covenant, left!, why);
                }
                catch (IOException)
                {
                    return Exit.Unusable(call, "the key store cannot be written; whether the key is gone is seen by running this again.");
                }

                if (outcome.Refusal is { } refusal)
                    return Refuse(call, refusal);

                call.InvocationConfiguration.Output.WriteLine(outcome.Value!.WasThere
                    ? "the key is destroyed, and that is on the log; its backups are to be gone within 30 days"
                    : "there is no such key: it was never made, or is destroyed already");
                return outcome.Value.WasThere ? Exit.Fine : Exit.No;
            });
        });
        return command;
    }

    private static int Report(ParseResult call, Outcome<DestroyedPseudonyms> outcome)
    {
        if (outcome.Refusal is { } refusal)
            return Refuse(call, refusal);
        var count = outcome.Value!.Count;
        call.InvocationConfiguration.Output.WriteLine(count > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{count} keys of pseudonyms are destroyed, and that is on the log; their backups are to be gone within 30 days")
            : "no pseudonyms of a quarter that ended have a key any more");
        return count > 0 ? Exit.Fine : Exit.No;
    }

    private static int Refuse(ParseResult call, Refusal refusal)
    {
        call.InvocationConfiguration.Error.WriteLine($"exchange: {string.Join("; ", refusal.Fields.Select(f => f.Description).DefaultIfEmpty(refusal.Message))}");
        return Exit.No;
    }
}
