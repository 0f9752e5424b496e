using Exchange.Audit.V1;
using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>
/// Decides whether a call may be looked at: the caller is known, belongs to the partnership, acts in a role that token and
/// covenant both list, and the request has the contract's form and, where it must, its organisation's signature. A refusal is on the log wherever the certificate belongs to a
/// controller of the partnership; anybody else is told that there is no such partnership, and no log is theirs to write to.
/// </summary>
public sealed class Admission(Partnerships partnerships, CovenantsInForce covenants, EntryWriter entries)
{
    /// <summary>Admits a call or says why not.</summary>
    public Task<Outcome<Admitted>> AdmitAsync(Call call) => AdmitAsync(call, null);

    /// <summary>Admits a call whose request must be signed, or says why not; the signature is the last thing that is said.</summary>
    /// <param name="call">The call.</param>
    /// <param name="signature">The request with its signature, or why it has none.</param>
    public async Task<Outcome<SignedCall>> AdmitSignedAsync(Call call, Outcome<SignedRequest> signature)
    {
        var admitted = await AdmitAsync(call, signature.Refusal).ConfigureAwait(false);
        return admitted.Value is { } caller ? new SignedCall(caller, signature.Value!) : admitted.Refusal!;
    }

    private async Task<Outcome<Admitted>> AdmitAsync(Call call, Refusal? unsigned)
    {
        if (call.Oin is null)
            return call.Caller.Refusal ?? new Refusal(RefusalReason.CertificateNotAccepted, "The client certificate carries no OIN of 20 digits.");
        if (partnerships.Find(call.Partnership) is not { } last)
            return NotFound(call);

        // Whatever any gateway activated decides here too. While the records cannot be read the one of before does, so that the command says
        // so itself: nothing that is decided under it is appended once another was activated.
        var partnership = new PartnershipId(call.Partnership);
        var decides = await covenants.FindAsync(partnership).ConfigureAwait(false);
        var covenant = decides.Value ?? last;
        var parties = covenant;
        if (covenant.Controllers.Values.FirstOrDefault(c => c.Oin == call.Oin) is not { } controller)
        {
            if (await FindNewcomerAsync(call, partnership, covenant).ConfigureAwait(false) is not var (proposed, newcomer))
                return NotFound(call);
            (parties, controller) = (proposed, newcomer);
        }

        var (partner, refusal) = Check(call, parties, controller, unsigned);
        refusal ??= decides.Refusal is { Reason: not RefusalReason.StoreUnavailable } unavailable ? unavailable : null;
        if (refusal is null)
        {
            var caller = call.Caller.Value!;
            return new Admitted(
                call.Method, partnership, covenant, controller.Id, partner!.Id, caller.Actor, call.ActingRole, caller.Roles, call.TraceId)
            {
                Oin = controller.Oin,
            };
        }

        // Only words that the covenant lists go on the log in the clear; what a caller makes up does not.
        var known = call.Caller.Value;
        var role = partner?.Roles.Contains(call.ActingRole) == true ? call.ActingRole : null;
        var entry = entries.Draft(
            partnership,
            covenant,
            call.TraceId,
            new EntryCaller(controller.Id, partner?.Id, known?.Actor, role, known?.Roles ?? []));
        entry.CallRefused = new CallRefused { Method = call.Method };
        return await entries.RefuseAsync(partnership, entry, refusal).ConfigureAwait(false);
    }

    private static Outcome<Admitted> NotFound(Call call) => call.Caller.Refusal
        ?? new Refusal(RefusalReason.PartnershipNotFound, "There is no such partnership for the OIN of this certificate.");

    // An organisation that only a proposed version knows, by names that nobody has under the one that decides.
    private async Task<(Covenant Proposed, Controller Newcomer)?> FindNewcomerAsync(Call call, PartnershipId partnership, Covenant covenant)
    {
        if (call.Proposed is not { Length: > 0 } digest || await covenants.ReadAsync(partnership, digest).ConfigureAwait(false) is not { } proposed)
            return null;
        return proposed.Controllers.Values.FirstOrDefault(c => c.Oin == call.Oin) is { } newcomer
            && !covenant.Controllers.ContainsKey(newcomer.Id)
            && !proposed.Partners.Values.Any(p => p.Controller == newcomer.Id && covenant.Partners.ContainsKey(p.Id))
            ? (proposed, newcomer)
            : null;
    }

    // The partner is given as soon as its unit is accepted, so that the entry of a later refusal names it.
    private static (Partner? Partner, Refusal? Refusal) Check(Call call, Covenant covenant, Controller controller, Refusal? unsigned)
    {
        if (call.Caller.Value is not { } caller)
            return (null, call.Caller.Refusal);

        // A token may only name a unit of the controller whose certificate carries it.
        if (!covenant.Partners.TryGetValue(caller.Unit, out var partner) || partner.Controller != controller.Id)
            return (null, new(RefusalReason.UnitNotListed, "The token's unit is not a partner of this certificate's controller."));
        if (!caller.Roles.Contains(call.ActingRole, StringComparer.Ordinal))
            return (partner, new(RefusalReason.RoleNotInToken, "The acting role is not one of the token's roles."));
        if (!partner.Roles.Contains(call.ActingRole))
            return (partner, new(RefusalReason.RoleNotListed, "The covenant does not list the acting role for this partner."));
        if (call.HasUnknownFields)
            return (partner, new(RefusalReason.FieldUnknown, "The request holds a field that this contract does not know."));
        return call.FormViolations.Count > 0
            ? (partner, new(RefusalReason.FieldInvalid, "A field is missing or out of bounds.") { Fields = call.FormViolations })
            : (partner, unsigned);
    }
}
