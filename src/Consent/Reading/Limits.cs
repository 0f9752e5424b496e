namespace Exchange.Consent;

/// <summary>
/// How large a covenant may be: several times the largest that is known, and small enough that a hostile file costs neither
/// minutes nor gigabytes.
/// </summary>
internal static class Limits
{
    public const int Controllers = 512;
    public const int Partners = 512;
    public const int RolesOfOnePartner = 32;
    public const int Forums = 64;
    public const int Purposes = 64;
    public const int Categories = 256;
    public const int FieldsOfOneCategory = 128;
    public const int Grounds = 256;
    public const int ReachesOfOneGround = 32;
    public const int CodeLists = 64;
    public const int VersionsOfOneList = 32;
    public const int CodesOfOneVersion = 512;
    public const int Articles = 2000;
    public const int Scenarios = 2000;
    public const int Invariants = 500;

    /// <summary>Nodes of the compiled table, and then cells of its rows.</summary>
    public const int Nodes = 200_000;
    public const int Cells = 20_000_000;
    public const int Periods = 64;
    public const int TokenClasses = 512;
}
