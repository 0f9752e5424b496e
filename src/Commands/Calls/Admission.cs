using Exchange.Audit.V1;
using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>
/// Decides whether a call may be looked at: the caller is known, belongs to the partnership, acts in a role that token and
/// covenant both list, and the request has the contract's form. A refusal is on the log wherever the certificate belongs to a
/// controller of the partnership; anybody else is told that there is no such partnership, and no log is theirs to write to.
/// </summary>
public sealed class Admission(Partnerships partnerships, EntryWriter entries)
{
    /// <summary>Admits a call or says why not.</summary>
    public async Task<Outcome<Admitted>> AdmitAsync(Call call)
    {
        if (call.Oin is null)
            return call.Caller.Refusal ?? new Refusal(RefusalReason.CertificateNotAccepted, "The client certificate carries no OIN of 20 digits.");

        var controller = partnerships.Find(call.Partnership) is { } covenant
            ? covenant.Controllers.Values.FirstOrDefault(c => c.Oin == call.Oin)
            : null;
        if (controller is null)
        {
            return call.Caller.Refusal
                ?? new Refusal(RefusalReason.PartnershipNotFound, "There is no such partnership for the OIN of this certificate.");
        }

        return await AdmitAsync(call, partnerships.Find(call.Partnership)!).ConfigureAwait(false);
    }

    private async Task<Outcome<Admitted>> AdmitAsync(Call call, Covenant covenant)
    {
        var partnership = new PartnershipId(call.Partnership);
        var controllers = covenant.Controllers.Values.Where(c => c.Oin == call.Oin).Select(c => c.Id).ToHashSet(StringComparer.Ordinal);

        if (call.Caller.Value is not { } caller)
            return await RefuseAsync(call.Caller.Refusal!).ConfigureAwait(false);

        // A token may only name a unit of the controller whose certificate carries it.
        if (!covenant.Partners.TryGetValue(caller.Unit, out var partner) || !controllers.Contains(partner.Controller))
            return await RefuseAsync(new(RefusalReason.UnitNotListed, "The token's unit is not a partner of this certificate's controller."), caller).ConfigureAwait(false);

        if (!caller.Roles.Contains(call.ActingRole, StringComparer.Ordinal))
            return await RefuseAsync(new(RefusalReason.RoleNotInToken, "The acting role is not one of the token's roles."), caller, partner).ConfigureAwait(false);

        if (!partner.Roles.Contains(call.ActingRole))
            return await RefuseAsync(new(RefusalReason.RoleNotListed, "The covenant does not list the acting role for this partner."), caller, partner).ConfigureAwait(false);

        if (call.HasUnknownFields)
            return await RefuseAsync(new(RefusalReason.FieldUnknown, "The request holds a field that this contract does not know."), caller, partner).ConfigureAwait(false);

        if (call.FormViolations.Count > 0)
        {
            return await RefuseAsync(
                new(RefusalReason.FieldInvalid, "A field is missing or out of bounds.") { Fields = call.FormViolations },
                caller,
                partner).ConfigureAwait(false);
        }

        return new Admitted(
            call.Method, partnership, covenant, partner.Controller, partner.Id, caller.Actor, call.ActingRole, caller.Roles, call.TraceId);

        async Task<Refusal> RefuseAsync(Refusal refusal, Caller? known = null, Partner? unit = null)
        {
            // Without an accepted unit the entry stands under the certificate's controller; several may share an OIN, and then
            // the first in ordinal order keeps the entry.
            var controller = unit?.Controller ?? controllers.Order(StringComparer.Ordinal).First();
            var entry = entries.Draft(
                partnership,
                covenant,
                call.TraceId,
                new EntryCaller(controller, unit?.Id, known?.Actor, unit is null ? null : call.ActingRole, known?.Roles ?? []));
            entry.CallRefused = new CallRefused { Method = call.Method };
            return await entries.RefuseAsync(partnership, entry, refusal).ConfigureAwait(false);
        }
    }
}
