namespace Exchange.Dossiers;

/// <summary>A part of all active cases.</summary>
/// <param name="Cases">The cases, in the ordinal order of their ids.</param>
/// <param name="More">Whether there are more behind the last.</param>
public sealed record ActiveCasesReading(IReadOnlyList<ActiveCase> Cases, bool More);

/// <summary>A case on which the partners work, with what it holds.</summary>
/// <param name="Id">The case.</param>
/// <param name="Subject">Whom it is about.</param>
/// <param name="Sections">The newest version of every section that is not withdrawn and may still be released, without documents and requests.</param>
public sealed record ActiveCase(CaseId Id, SubjectId Subject, IReadOnlyList<Section> Sections);
