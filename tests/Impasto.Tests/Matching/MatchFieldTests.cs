using Impasto.Imaging;
using Impasto.Matching;

namespace Impasto.Tests.Matching;

public sealed class MatchFieldTests
{
    [Fact]
    public void Suggest_among_others_gives_the_place_moved_on_with_the_position()
    {
        // The coarser picture lies in the painting 2 positions to the right and 1 down.
        PictureSize painting = new(64, 48);
        int[] matches = [.. Enumerable.Range(0, 8 * 6).Select(i => (((i / 8) + 1) * 16) + (i % 8) + 2)];
        var coarser = new MatchField(new(32, 24), [painting], matches);
        var finer = new MatchField(new(64, 48), [new(128, 96)], new int[16 * 12]);
        Span<int> found = stackalloc int[MatchField.MostSuggestions];

        for (int y = 0; y < 12; y++)
        {
            for (int x = 0; x < 16; x++)
            {
                int count = coarser.Suggest(x, y, finer, found);

                Assert.True(count is > 0 and <= MatchField.MostSuggestions);
                Assert.Contains(((y + 2) * 32) + x + 4, found[..count].ToArray());
                Assert.All(found[..count].ToArray(), position => Assert.InRange(position, 0, (32 * 24) - 1));
            }
        }
    }

    [Fact]
    public void CarryOn_moves_every_position_on_and_leaves_the_photograph()
    {
        // As above; the last column stays the photograph.
        int[] matches =
            [.. Enumerable.Range(0, 8 * 6).Select(i => i % 8 == 7 ? -1 : (((i / 8) + 1) * 16) + (i % 8) + 2)];
        var coarser = new MatchField(new(32, 24), [new(64, 48)], matches);
        var finer = new MatchField(new(64, 48), [new(128, 96)], new int[16 * 12]);

        coarser.CarryOn(finer);

        Assert.All(finer.Matches.Index(), pair => Assert.Equal(
            pair.Index % 16 >= 14 ? -1 : (((pair.Index / 16) + 2) * 32) + (pair.Index % 16) + 4, pair.Item));
    }

    [Fact]
    public void Suggest_gives_positions_of_the_painting_that_the_coarser_position_matches()
    {
        var coarser = new MatchField(new(8, 4), [new(8, 8), new(12, 8)], [1, 9]);
        var finer = new MatchField(new(16, 8), [new(16, 16), new(24, 16)], new int[8]);
        Span<int> found = stackalloc int[MatchField.MostSuggestions];

        int count = coarser.Suggest(3, 1, finer, found);

        Assert.Equal([0, 1], found[..count].ToArray().Select(finer.StyleOf).Distinct().Order());
    }

    [Theory]
    [InlineData(new[] { 0, 3 }, true)]
    [InlineData(new[] { -1, 3 }, true)]
    [InlineData(new[] { 0, 4 }, false)]
    [InlineData(new[] { -2, 0 }, false)]
    [InlineData(new[] { 0 }, false)]
    public void Restored_if_every_number_is_a_position(int[] matches, bool isField) =>
        Assert.Equal(isField ? matches : null, MatchField.Restored([8, 4, 8, 8], matches)?.Matches);

    [Theory]
    [InlineData()]
    [InlineData(8)]
    [InlineData(8, 4, 8)]
    public void Not_restored_without_both_sides_of_every_picture(params int[] sides) =>
        Assert.Null(MatchField.Restored(sides, []));
}
