using Exchange.Dossiers;
using Exchange.Gateway.Contract;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;

namespace Exchange.Gateway.Tests.Contract;

public sealed class SectionMappingTests
{
    [Fact]
    public void Read_WhatWasWritten_IsTheSame() => Prop.ForAll(Contents.Any.ToArbitrary(), sample =>
    {
        var disclosed = new V1.DisclosedSection();
        SectionWriter.Write(sample.Category, sample.Content, disclosed);
        var overTheWire = V1.DisclosedSection.Parser.ParseFrom(disclosed.ToByteArray());

        var (category, content) = SectionReader.Read(AsContribution(overTheWire));

        return category == sample.Category && content.ToBytes().SequenceEqual(sample.Content.ToBytes());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Write_EqualContents_AreEqualBytes() => Prop.ForAll(Contents.Any.ToArbitrary(), sample =>
    {
        var one = new V1.DisclosedSection();
        var other = new V1.DisclosedSection();
        SectionWriter.Write(sample.Category, sample.Content, one);
        SectionWriter.Write(sample.Category, SectionContent.FromBytes(sample.Content.ToBytes()), other);
        return one.ToByteArray().SequenceEqual(other.ToByteArray());
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Read_Identity_TakesEachFieldByTheCovenantsName()
    {
        var (category, content) = SectionReader.Read(new V1.Contribution
        {
            Identity = new V1.IdentitySection
            {
                FirstNames = "Test",
                SurnamePrefix = "van der",
                Surname = "Persoon",
                Aliases = { "T." },
                Gender = "vrouw",
                Bsn = "999990019",
                BirthDate = new V1.DateValue { Date = new V1.PartialDate { Year = 1970 } },
                DeathDate = new V1.DateValue { Date = new V1.PartialDate { Year = 2020, Month = 5 } },
                Address = new V1.AddressValue { Address = new V1.Address { Street = "Dam", HouseNumber = "1", Postcode = "1012JS", City = "Amsterdam" } },
            },
        });

        Assert.Equal("identity", category);
        Assert.Equal(
            ["address", "aliases", "birthDate", "bsn", "deathDate", "firstNames", "gender", "surname", "surnamePrefix"],
            content.Fields.Keys);
        Assert.Equal(new TextValue("van der"), content.Fields["surnamePrefix"]);
        Assert.Equal(new DateValue(new PartialDate(1970)), content.Fields["birthDate"]);
        Assert.Equal(new DateValue(new PartialDate(2020, 5)), content.Fields["deathDate"]);
        Assert.Equal("1012JS", Assert.IsType<AddressValue>(content.Fields["address"]).Postcode);
    }

    [Fact]
    public void Read_ReservedWords_AreTheCovenantsNames()
    {
        var (category, content) = SectionReader.Read(new V1.Contribution
        {
            Detention = new V1.DetentionSection
            {
                FromDate = new V1.DateValue { Date = new V1.PartialDate { Year = 2020 } },
                UntilDate = new V1.DateValue { Date = new V1.PartialDate { Year = 2021 } },
            },
        });

        Assert.Equal("detention", category);
        Assert.Equal(["from", "until"], content.Fields.Keys);
    }

    [Fact]
    public void Read_NothingSaid_HasNoFields()
    {
        Assert.Empty(SectionReader.Read(new V1.Contribution { Debts = new V1.DebtsSection { Arrangement = "" } }).Content.Fields);
        Assert.Empty(SectionReader.Read(new V1.Contribution { Other = new V1.GenericSection { Category = "extra" } }).Content.Fields);
    }

    [Fact]
    public void Read_ZeroThatWasSaid_IsAValue() => Assert.Equal(
        new NumberValue(0),
        SectionReader.Read(new V1.Contribution { Debts = new V1.DebtsSection { AmountEuros = 0 } }).Content.Fields["amountEuros"]);

    [Fact]
    public void Read_GeneralisedValue_Throws()
    {
        // The rules refuse it first; whoever forgets them gets no dossier with a value that nobody said.
        Assert.Throws<InvalidOperationException>(() => SectionReader.Read(new V1.Contribution
        {
            Identity = new V1.IdentitySection { BirthDate = new V1.DateValue { AgeBand = new V1.AgeBand { Lowest = 18 } } },
        }));
        Assert.Throws<InvalidOperationException>(() => SectionReader.Read(new V1.Contribution
        {
            Other = new V1.GenericSection { Category = "extra", Fields = { new V1.GenericField { Name = "a" } } },
        }));
    }

    [Fact]
    public void Write_GeneralisedValues_HaveTheirPlace()
    {
        var disclosed = new V1.DisclosedSection();
        SectionWriter.Write(
            "identity",
            SectionContent.Of(("birthDate", new AgeBandValue(50, null)), ("address", new DistrictValue("elders"))),
            disclosed);

        Assert.Equal(50, disclosed.Identity.BirthDate.AgeBand.Lowest);
        Assert.False(disclosed.Identity.BirthDate.AgeBand.HasHighest);
        Assert.Equal("elders", disclosed.Identity.Address.District);

        SectionWriter.Write("household", SectionContent.Of(("members", new CountValue(3))), disclosed);
        Assert.Equal(3, disclosed.Household.Members.Count);

        SectionWriter.Write("extra", SectionContent.Of(("age", new AgeBandValue(0, 17)), ("area", new DistrictValue("x")), ("n", new CountValue(2))), disclosed);
        Assert.Equal(["age", "area", "n"], disclosed.Other.Fields.Select(f => f.Name));
        Assert.Equal(17, disclosed.Other.Fields[0].Date.AgeBand.Highest);
    }

    [Fact]
    public void Write_FieldWithoutItsPlace_IsLeftOut()
    {
        var disclosed = new V1.DisclosedSection();
        SectionWriter.Write(
            "identity",
            SectionContent.Of(("nickname", new TextValue("x")), ("surname", new NumberValue(1)), ("birthDate", new TextValue("x")), ("gender", new TextValue("man"))),
            disclosed);

        Assert.Equal(new V1.IdentitySection { Gender = "man" }, disclosed.Identity);
    }

    [Fact]
    public void Write_AnyValueInAnyField_IsInItsPlaceOrLeftOut()
    {
        FieldValue[] values =
        [
            new TextValue("x"), new TextsValue(["x"]), new NumberValue(7), new FlagValue(true), new DateValue(new PartialDate(1970)), new AgeBandValue(0, 17),
            new AddressValue { City = "x" }, new DistrictValue("x"), new PersonsValue([new RelatedPerson { Surname = "x" }]), new CountValue(2),
        ];

        foreach (var category in SampleCovenant.Text.Categories.Values)
        {
            foreach (var (name, rule) in category.Fields)
            {
                foreach (var value in values)
                {
                    var disclosed = new V1.DisclosedSection();
                    SectionWriter.Write(category.Id, SectionContent.Of((name, value)), disclosed);

                    // The shape of a place is that of what is contributed: a date has room for an age band, too.
                    var contributed = value switch { AgeBandValue => values[4], DistrictValue => values[6], CountValue => values[8], _ => value };
                    Assert.Equal(!FieldKinds.Fits(rule.Type, contributed), SectionOf(disclosed).CalculateSize() == 0);
                }
            }
        }
    }

    [Fact]
    public void Write_IsNeverLargerThanWhatIsKept() =>
        // A page's size is reckoned from what is kept, before anything is translated.
        Prop.ForAll(Contents.Any.ToArbitrary(), sample =>
        {
            var disclosed = new V1.DisclosedSection();
            SectionWriter.Write(sample.Category, sample.Content, disclosed);
            return SectionOf(disclosed).CalculateSize() <= sample.Content.ToBytes().Length + sample.Category.Length + 8;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Write_CategoryNamedAsTheGenericField_TravelsAsGeneric()
    {
        var disclosed = new V1.DisclosedSection();
        SectionWriter.Write("other", SectionContent.Of(("a", new TextValue("x"))), disclosed);

        Assert.Equal("other", disclosed.Other.Category);
    }

    private static IMessage SectionOf(V1.DisclosedSection disclosed) => (IMessage)V1.DisclosedSection.Descriptor.Oneofs
        .Single(o => o.Name == "content").Accessor.GetCaseFieldDescriptor(disclosed).Accessor.GetValue(disclosed);

    // The messages of the sections are the same in both; only their owner differs.
    private static V1.Contribution AsContribution(V1.DisclosedSection disclosed)
    {
        var contribution = new V1.Contribution();
        var content = V1.DisclosedSection.Descriptor.Oneofs.Single(o => o.Name == "content").Accessor.GetCaseFieldDescriptor(disclosed);
        V1.Contribution.Descriptor.FindFieldByNumber(content.FieldNumber).Accessor.SetValue(contribution, content.Accessor.GetValue(disclosed));
        return contribution;
    }
}
