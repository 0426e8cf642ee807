using Impasto.Bench.Quality.Judging;

namespace Impasto.Tests.Quality.Judging;

public sealed class VotesTests
{
    private readonly Votes _votes = new(
        Votes.ReadKey(["one,new,old", "two,old,new", ""]),
        new Dictionary<string, string> { ["one"] = "flat", ["two"] = "drawing" });

    [Fact]
    public void Of_resolves_sides_by_the_key()
    {
        _votes.Add(["one,left", "two,left"]);
        _votes.Add(["one,left", "two,equal"]);
        _votes.Add(["one, right", "two,right", ""]);

        Assert.Equal(new VoteCount(First: 2, Second: 1, Equal: 0), _votes.Of("flat"));
        Assert.Equal(new VoteCount(First: 1, Second: 1, Equal: 1), _votes.Of("drawing"));
        Assert.Equal(new VoteCount(First: 3, Second: 2, Equal: 1), _votes.Of(null));
    }

    [Fact]
    public void ToMarkdown_names_the_pairs_that_are_lost()
    {
        _votes.Add(["one,left", "two,left"]);

        Assert.Contains("| drawing | 1 | 0 | 1 | 0 | 0 % |", _votes.ToMarkdown());
        Assert.EndsWith("Pairs at which old was preferred: two.\n", _votes.ToMarkdown());
    }

    [Theory]
    [InlineData("three,left")]
    [InlineData("one,both")]
    [InlineData("one")]
    public void Add_what_is_no_vote_is_an_error(string line) =>
        Assert.Throws<FormatException>(() => _votes.Add([line]));

    // Wilson's interval for 8 of 10, from published tables: 0.490 to 0.943.
    [Fact]
    public void Interval_is_that_of_Wilson()
    {
        var count = new VoteCount(First: 8, Second: 2, Equal: 0);

        Assert.Equal(0.8, count.Share);
        Assert.Equal(0.490, count.Interval.Low, 3);
        Assert.Equal(0.943, count.Interval.High, 3);
    }
}
