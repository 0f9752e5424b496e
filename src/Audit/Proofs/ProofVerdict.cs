namespace Exchange.Audit;

/// <summary>What a proof is worth.</summary>
public enum ProofVerdict
{
    /// <summary>It proves what it says.</summary>
    Proved,

    /// <summary>The checkpoint in it does not count: see <see cref="TrustedKeys.Check"/>.</summary>
    CheckpointNotTrusted,

    /// <summary>The hashes do not lead to the root that the checkpoint signs.</summary>
    NotProved,

    /// <summary>It does not hold the entry, and no leaf hash was given to compare with.</summary>
    NothingToProve,

    /// <summary>It does not begin at the older checkpoint that was given, or that one is of another log.</summary>
    OtherBeginning,
}
