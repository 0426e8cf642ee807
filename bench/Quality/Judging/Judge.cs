using Impasto.Imaging;
using Impasto.Tests.Quality;

namespace Impasto.Bench.Quality.Judging;

/// <summary>Judges results by measures that no run minimises: no Gram matrix, no distance of features.</summary>
/// <param name="threads">Threads of the network behind self-similarity; 0 takes all processors.</param>
internal sealed class Judge(int threads) : IDisposable
{
    private readonly SelfSimilarity _similarity = new(threads);

    /// <summary>Judges one result.</summary>
    /// <param name="result">The result, as its file holds it.</param>
    /// <param name="photograph">Its photograph, of any size: it is brought to the result's.</param>
    /// <param name="painting">
    /// Its painting, of any size: it is brought to the result's longer side, as a run does by default.
    /// </param>
    public Judgement Measure(Picture result, Picture photograph, Picture painting)
    {
        Picture photo = Resampler.Resize(photograph, result.Width, result.Height);
        Picture paint = Fit(painting, result.Size.Longer);
        return new Judgement
        {
            Patches = NearestPatches.Distance(result, paint),
            Wasserstein = SlicedWasserstein.Distance(result, paint),
            Contours = KeptContours.Score(result, photo),
            SelfSimilarity = _similarity.Distance(result, photo),
            Grain = FineDetail.Grain(result, photo, paint),
            Fringes = FineDetail.Fringes(result, photo, paint),
            ForeignColors = ForeignColors.Share(result, photo, paint),
            Tint = Tint.Mean(result, paint),
            SheetEdge = SheetEdges.Largest(result, photo),
            Border = OverOwn(Artefacts.BorderEnergy),
            Period2 = OverOwn(picture => Artefacts.Grid(picture, 2)),
            Period4 = OverOwn(picture => Artefacts.Grid(picture, 4)),
            Period8 = OverOwn(picture => Artefacts.Grid(picture, 8)),
        };

        double OverOwn(Func<Picture, double> measure) =>
            measure(result) / Math.Max(1, Math.Max(measure(photo), measure(paint)));
    }

    public void Dispose() => _similarity.Dispose();

    private static Picture Fit(Picture picture, int longer)
    {
        double scale = (double)longer / picture.Size.Longer;
        return Resampler.Resize(
            picture,
            Math.Max(1, (int)Math.Round(picture.Width * scale)),
            Math.Max(1, (int)Math.Round(picture.Height * scale)));
    }
}
