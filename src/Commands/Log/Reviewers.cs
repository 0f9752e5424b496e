using System.Collections.Frozen;

namespace Exchange.Commands;

/// <summary>Who may look at the log: those who watch over the exchange and take no part in it.</summary>
internal static class Reviewers
{
    /// <summary>The purpose for which they act, where the covenant defines it.</summary>
    public const string Purpose = "toezicht";

    private static readonly FrozenSet<string> Roles =
        FrozenSet.ToFrozenSet(["fg", "privacyCoordinator", "wpgPrivacyOfficer", "auditor"], StringComparer.Ordinal);

    /// <summary>Whether a reviewer's role may learn, with a reason, what a pseudonym stands for: not an auditor's.</summary>
    public static bool MayOpenNames(string role) => Are(role) && role != "auditor";

    /// <summary>Whether a role is a reviewer's. That the covenant lists it for the partner is decided at admission.</summary>
    public static bool Are(string role) => Roles.Contains(role);
}
