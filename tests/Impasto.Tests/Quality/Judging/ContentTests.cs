using Impasto.Bench.Quality.Judging;
using Impasto.Imaging;

namespace Impasto.Tests.Quality.Judging;

public sealed class ContentTests
{
    [Theory]
    [InlineData("cat", "swirls")]
    [InlineData("rocket", "waves")]
    public void Contours_are_kept_by_the_photograph_and_by_no_painting(string photograph, string painting)
    {
        Picture photo = Samples.Named(photograph);

        Assert.Equal(1, KeptContours.Score(photo, photo));
        Assert.InRange(KeptContours.Score(Resized(painting, photo), photo), 0, 0.3);
    }

    // Strokes much stronger than those of most paintings.
    [Theory]
    [InlineData("cat")]
    [InlineData("rocket")]
    public void Contours_are_kept_below_grain_and_in_other_colours(string photograph)
    {
        Picture photo = Samples.Named(photograph);

        Assert.InRange(KeptContours.Score(Planted.Grain(photo, 0.3), photo), 0.8, 1);
        Assert.InRange(KeptContours.Score(Planted.Magenta(photo, 0.2), photo), 0.9, 1);
    }

    [Theory]
    [InlineData("cat")]
    [InlineData("rocket")]
    public void Contours_lost_one_after_the_other_are_noticed(string photograph)
    {
        Picture photo = Samples.Named(photograph);

        Expected.Rising(
            [.. new[] { 0, 0.5, 0.75, 1 }.Select(
                share => -KeptContours.Score(Planted.LostContours(photo, share), photo))]);
    }

    [Theory]
    [InlineData("cat", "swirls")]
    [InlineData("rocket", "meadow")]
    [InlineData("rocket", "cat")]
    public void A_pasted_piece_is_noticed_by_contours_and_by_self_similarity(string photograph, string other)
    {
        Picture photo = Samples.Named(photograph), piece = Samples.Named(other);
        using var similarity = new SelfSimilarity(threads: 2);
        Picture[] pasted = [.. new[] { 0, 0.2, 0.3, 0.45 }.Select(share => Planted.Piece(photo, piece, share))];

        Expected.Rising([.. pasted.Select(picture => -KeptContours.Score(picture, photo))]);
        Expected.Rising([.. pasted.Select(picture => similarity.Distance(picture, photo))]);
    }

    [Theory]
    [InlineData("cat")]
    [InlineData("rocket")]
    public void SelfSimilarity_outlives_a_change_of_colours_but_not_of_forms(string photograph)
    {
        Picture photo = Samples.Named(photograph);
        using var similarity = new SelfSimilarity(threads: 2);
        double[] lost = [.. new[] { 0, 0.25, 0.5, 0.75 }.Select(
            share => similarity.Distance(Planted.LostContours(photo, share), photo))];

        Assert.Equal(0, lost[0], 6);
        Expected.Rising(lost);
        Assert.InRange(similarity.Distance(Planted.Magenta(photo, 0.1), photo), 0, 0.1);
    }

    private static Picture Resized(string name, Picture like) =>
        Resampler.Resize(Samples.Named(name), like.Width, like.Height);
}
