using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Tests.Losses;

public sealed class MatchTermTests
{
    private static readonly LayerName Layer = LayerName.Parse("conv1_1");

    [Fact]
    public void Prepare_takes_what_matches_the_content_and_not_the_content()
    {
        var scene = new WatchedScene();

        new MatchTerm(2, LayerWeights.Parse("conv1_1"), LossConvention.Relative).Prepare(scene);
        new ContentTerm(2, LayerWeights.Parse("conv1_1"), LossConvention.Relative).Prepare(scene);

        Assert.Equal(["matched conv1_1", "content conv1_1"], scene.Asked);
    }

    [Fact]
    public void Name_is_that_of_its_column() =>
        Assert.Equal("match", new MatchTerm(1, LayerWeights.Parse("conv1_1"), LossConvention.Relative).Name);

    private sealed class WatchedScene : LossScene
    {
        private readonly FixedScene _inner = new(Layer, new LayerFeatures(1, 2, 2, [1, 2, 3, 4]));

        public List<string> Asked { get; } = [];

        public override PictureSize Size => _inner.Size;

        public override IReadOnlyList<LossRegion> Regions => _inner.Regions;

        public override IReadOnlyDictionary<LayerName, FeatureTarget> Content(IReadOnlyList<LayerName> layers)
        {
            Asked.Add($"content {string.Join(' ', layers)}");
            return _inner.Content(layers);
        }

        public override IReadOnlyDictionary<LayerName, FeatureTarget> Matched(IReadOnlyList<LayerName> layers)
        {
            Asked.Add($"matched {string.Join(' ', layers)}");
            return _inner.Content(layers);
        }

        public override LayerMoments? Style(int region, LayerName layer) => null;
    }
}
