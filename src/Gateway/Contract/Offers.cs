using Exchange.Commands;

namespace Exchange.Gateway.Contract;

/// <summary>Sections as partners offer them. The request has passed <see cref="RequestRules"/>.</summary>
internal static class Offers
{
    /// <summary>A contribution.</summary>
    public static OfferedSection Section(V1.Contribution contribution)
    {
        var (category, content) = SectionReader.Read(contribution);
        return new OfferedSection(
            category,
            content,
            contribution.Ground,
            Vocabulary.Handling(contribution.Handling),
            contribution.EmbargoUntil?.ToDateTimeOffset(),
            contribution.Recipients,
            contribution.SecrecyLiftedBecause,
            contribution.Date is { } date ? ValueReader.Read(date) : null,
            ValueReader.Read(contribution.KeepUntil));
    }

    /// <summary>What might be contributed.</summary>
    public static OfferedTerms Terms(V1.PreviewContributionRequest request) => new(
        request.Category,
        request.Ground,
        Vocabulary.Handling(request.Handling),
        request.EmbargoUntil?.ToDateTimeOffset(),
        request.Recipients,
        request.SecrecyLifted);

    /// <summary>Who a new case is about: its first section, handled as the partner's default says.</summary>
    public static OfferedSection Subject(V1.OpenCaseRequest request) => new(
        OpenCase.IdentityCategory,
        SectionReader.Read(OpenCase.IdentityCategory, request.Subject),
        request.Ground,
        null,
        null,
        [],
        "",
        request.Date is { } date ? ValueReader.Read(date) : null,
        ValueReader.Read(request.KeepUntil));
}
