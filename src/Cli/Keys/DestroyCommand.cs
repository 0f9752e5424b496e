using System.Buffers.Text;
using System.CommandLine;
using Exchange.Audit.V1;
using Exchange.Commands;
using Exchange.Dossiers;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Cli.Keys;

/// <summary><c>exchange keys destroy</c>: makes unreadable, for good, whom entries of the log are about or who called.</summary>
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
        var reason = new Option<string>("--reason") { Description = "Why: retention (its period ended), erasure (AVG art. 17), order (of a court or supervisor) or compromised", Required = true };
        reason.AcceptOnlyFromAmong([.. Reasons.Keys]);
        var installation = new InstallationOptions();
        var command = new Command("destroy", "Destroys a log key, which cannot be undone; every proof of the log still holds") { of, controller, reason };
        installation.AddTo(command);
        command.SetAction((call, cancellation) =>
        {
            var (id, left) = (call.GetValue(of), call.GetValue(controller));
            if (id is not null == left is not null)
                return Task.FromResult(Exit.Unusable(call, "name the key with --case ID or with --controller ID."));
            if (id is not null && !(id.Length == 22 && Base64Url.IsValid(id)))
                return Task.FromResult(Exit.Unusable(call, "--case is the id of a case: 22 characters."));
            return installation.UseAsync(call, mayBeNew: false, async (opened, partnership) =>
            {
                var keys = opened.Services.GetRequiredService<DestroyKey>();
                var why = Reasons[call.GetRequiredValue(reason)];
                Outcome<DestroyedKey> outcome;
                try
                {
                    outcome = id is not null
                        ? await keys.OfCaseAsync(partnership, opened.Covenant, new CaseId(id), why, cancellation)
                        : await keys.OfControllerAsync(partnership, opened.Covenant, left!, why);
                }
                catch (IOException)
                {
                    return Exit.Unusable(call, "the key store cannot be written; whether the key is gone is seen by running this again.");
                }

                if (outcome.Refusal is { } refusal)
                {
                    call.InvocationConfiguration.Error.WriteLine($"exchange: {string.Join("; ", refusal.Fields.Select(f => f.Description).DefaultIfEmpty(refusal.Message))}");
                    return Exit.No;
                }

                call.InvocationConfiguration.Output.WriteLine(outcome.Value!.WasThere
                    ? "the key is destroyed, and that is on the log; its backups are to be gone within 30 days"
                    : "there is no such key: it was never made, or is destroyed already");
                return outcome.Value.WasThere ? Exit.Fine : Exit.No;
            });
        });
        return command;
    }
}
