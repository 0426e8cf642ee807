using Impasto.Bench.Quality.Judging;
using Impasto.Imaging;

namespace Impasto.Tests.Quality.Judging;

// The photograph is the painting, too, and the result before a fault is planted: nothing is a fault then.
public sealed class FaultTests
{
    private static readonly Picture Cat = Samples.Named("cat");

    [Fact]
    public void Grain_made_stronger_is_noticed() => Noticed(
        [0.05, 0.1, 0.2], strength => FineDetail.Grain(Planted.Grain(Cat, strength), Cat, Cat));

    // A painting that is as rough where it is flat.
    [Fact]
    public void Grain_of_the_painting_is_no_fault()
    {
        Picture rough = Planted.Grain(Cat, 0.2);

        Assert.Equal(0, FineDetail.Grain(rough, Cat, rough));
    }

    [Fact]
    public void Fringes_made_wider_are_noticed() => Noticed(
        [1, 2], shift => FineDetail.Fringes(Planted.Fringes(Cat, (int)shift), Cat, Cat));

    [Fact]
    public void Colours_of_neither_picture_are_noticed() => Noticed(
        [0.1, 0.15, 0.2], strength => ForeignColors.Share(Planted.Magenta(Cat, strength), Cat, Cat));

    [Fact]
    public void Colours_of_the_painting_are_no_fault()
    {
        Picture painting = Planted.Magenta(Cat, 0.2);

        Assert.Equal(0, ForeignColors.Share(painting, Cat, painting));
    }

    [Fact]
    public void Tint_of_grey_is_noticed()
    {
        Picture grey = Samples.Grey(Cat);

        Noticed([0.02, 0.05, 0.1], strength => Tint.Mean(Planted.Magenta(grey, strength), grey));
    }

    // A sheet of white paper with a loud form: colour on the paper is a tint, in the form it is not.
    [Fact]
    public void Tint_of_white_paper_is_noticed_and_a_coloured_form_is_not()
    {
        Picture painting = Form(0), tinted = Form(0.1f);

        Assert.Equal(0, Tint.Mean(painting, painting));
        Assert.InRange(Tint.Mean(tinted, painting), 5, 20);

        static Picture Form(float less) => new(40, 40, [.. Enumerable.Range(0, 3 * 1600).Select(i =>
            i % 1600 < 400 ? (i < 1600 ? 0.6f : 0.1f) : 1 - (i / 1600 == 1 ? less : 0))]);
    }

    [Fact]
    public void Edges_of_a_sheet_in_the_middle_are_noticed()
    {
        double[] shares = [0.4, 0.7, 1];
        double[] found = Noticed(shares, share => SheetEdges.Largest(Planted.SheetEdge(Cat, share), Cat));

        Assert.True(found[^1] > SheetEdges.Fault, $"{found[^1]}");
    }

    // What the photograph has is no fault.
    [Fact]
    public void Edges_of_the_photograph_are_no_fault()
    {
        Picture divided = Planted.SheetEdge(Cat, 1);

        Assert.Equal(0, SheetEdges.Largest(divided, divided));
    }

    [Fact]
    public void Lines_along_the_border_and_patterns_are_noticed()
    {
        using var judge = new Judge(threads: 2);
        Judgement clean = Of(Cat);

        Assert.Equal([1.0, 1.0], [clean.Patches + 1, clean.Contours]);
        Assert.All([clean.Border, clean.Period2, clean.Period4, clean.Period8], value => Assert.InRange(value, 0, 1));
        Rises(judgement => judgement.Border, strength => Planted.Border(Cat, 2 * strength));
        Rises(judgement => judgement.Period2, strength => Planted.Pattern(Cat, 2, strength));
        Rises(judgement => judgement.Period4, strength => Planted.Pattern(Cat, 4, strength));
        Rises(judgement => judgement.Period8, strength => Planted.Pattern(Cat, 8, strength));

        void Rises(Func<Judgement, double> value, Func<double, Picture> planted)
        {
            double[] found = [value(clean), .. new[] { 0.06, 0.12 }.Select(strength => value(Of(planted(strength))))];
            Expected.Rising(found);
            Assert.True(found[^1] > 1.5, $"{found[^1]}");
        }

        Judgement Of(Picture result) => judge.Measure(result, Cat, Cat);
    }

    private static double[] Noticed(double[] strengths, Func<double, double> measure)
    {
        double[] found = [measure(0), .. strengths.Select(measure)];
        Assert.Equal(0, found[0], 6);
        Expected.Rising(found);
        return found;
    }
}
