using System.Collections.Frozen;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>Whose privacy coordinators are told of what somebody does with a case.</summary>
internal static class Overseers
{
    private const string Coordinator = "privacyCoordinator";

    private static readonly FrozenSet<string> Roles = FrozenSet.ToFrozenSet([Coordinator, "fg", "wpgPrivacyOfficer"], StringComparer.Ordinal);

    /// <summary>Whether a role oversees what its controller does: whoever has it reads what the controller is told.</summary>
    public static bool Are(string role) => Roles.Contains(role);

    /// <summary>
    /// Whether a role learns that somebody was recognised: the privacy coordinator alone; the others who oversee only where the covenant
    /// lets nobody of the controller be one.
    /// </summary>
    public static bool SeeRecognitions(Covenant covenant, string controller, string role) => role == Coordinator
        || (Are(role) && !covenant.Partners.Values.Any(p => p.Controller == controller && p.Roles.Contains(Coordinator)));

    /// <summary>
    /// The controllers, by the covenant's names: who answers for the caller, and who answers for what the case holds, whether or not the
    /// caller gets to see that. Which they are is not for the caller to know.
    /// </summary>
    public static IEnumerable<string> Of(Admitted caller, CaseReading.Found found) => found.Sections
        .Select(section => caller.Covenant.Partners.GetValueOrDefault(section.Source)?.Controller)
        .OfType<string>()
        .Prepend(caller.Controller)
        .Distinct();
}
