namespace Exchange.V1;

/// <summary>A request that names a case: by its id, its alias at a meeting or its pseudonym, of which one is set at the most.</summary>
internal interface INamesCase
{
    bool HasCaseId { get; }

    string CaseId { get; }

    bool HasAlias { get; }

    string Alias { get; }

    bool HasPseudonym { get; }

    string Pseudonym { get; }

    /// <summary>The meeting in which the caller acts; empty outside a meeting.</summary>
    string MeetingId { get; }
}

public partial class ContributeRequest : INamesCase;

public partial class GetBasisdossierRequest : INamesCase;

public partial class DescribeAccessRequest : INamesCase;

public partial class PreviewContributionRequest : INamesCase;

public partial class ReportRecognitionRequest : INamesCase;

public partial class AskSourcesRequest : INamesCase;

// A document is seen by who sees the case by name: there is no other way to name it.
public partial class GetDocumentRequest : INamesCase
{
    bool INamesCase.HasCaseId => true;

    bool INamesCase.HasAlias => false;

    string INamesCase.Alias => "";

    bool INamesCase.HasPseudonym => false;

    string INamesCase.Pseudonym => "";
}
