using Exchange.Gateway.Contract;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Exchange.Gateway.Tests.Contract;

public sealed class UnknownFieldsTests
{
    // Field 1000, a varint: no message of the contract has it.
    private static readonly byte[] Unknown = [0xC0, 0x3E, 0x01];

    [Fact]
    public void Find_KnownFieldsOnly_IsFalse()
    {
        Assert.False(UnknownFields.Find(Requests.Contribute()));
        Assert.False(UnknownFields.Find(Requests.Plan()));
        Assert.False(UnknownFields.Find(new V1.GetBasisdossierRequest()));
        Assert.False(UnknownFields.Find(V1.ContributeRequest.Parser.ParseFrom(Requests.Contribute().ToByteArray())));
    }

    [Fact]
    public void Find_AtTheTop_IsTrue() =>
        Assert.True(UnknownFields.Find(V1.ContributeRequest.Parser.ParseFrom([.. Requests.Contribute().ToByteArray(), .. Unknown])));

    [Fact]
    public void Find_InTheContribution_IsTrue()
    {
        var request = Requests.Contribute();
        request.Contribution = V1.Contribution.Parser.ParseFrom([.. request.Contribution.ToByteArray(), .. Unknown]);

        Assert.True(UnknownFields.Find(request));
    }

    [Fact]
    public void Find_DeepInASection_IsTrue()
    {
        var request = Requests.Contribute();
        request.Contribution.Identity.BirthDate.Date = V1.PartialDate.Parser.ParseFrom([.. request.Contribution.Identity.BirthDate.Date.ToByteArray(), .. Unknown]);

        Assert.True(UnknownFields.Find(request));
    }

    [Fact]
    public void Find_InAListItem_IsTrue()
    {
        var request = Requests.Plan();
        request.Attendees[0] = V1.Attendee.Parser.ParseFrom([.. request.Attendees[0].ToByteArray(), .. Unknown]);

        Assert.True(UnknownFields.Find(request));
    }

    [Fact]
    public void Find_InAWellKnownMessage_IsTrue()
    {
        var request = Requests.Plan();
        request.StartsAt = Timestamp.Parser.ParseFrom([.. request.StartsAt.ToByteArray(), .. Unknown]);

        Assert.True(UnknownFields.Find(request));
    }

    [Fact]
    public void Find_KnownNumberOfAnotherType_IsTrue() =>
        // Field 1 is a text; as a varint it is not that field.
        Assert.True(UnknownFields.Find(V1.GetBasisdossierRequest.Parser.ParseFrom([0x08, 0x01])));
}
