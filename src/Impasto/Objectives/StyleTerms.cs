using Impasto.Moments;
using Impasto.Networks;
using Impasto.Threads;

namespace Impasto.Objectives;

/// <summary>The style losses of all layers, which threads share out.</summary>
/// <param name="team">The threads; null for the caller's.</param>
internal sealed class StyleTerms(WorkerTeam? team) : ParallelWork
{
    private readonly List<StyleTerm> _terms = [];
    private readonly List<double> _losses = [];
    private IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>>? _moments;
    private double _factor;

    /// <summary>Adds a layer's.</summary>
    public void Add(StyleTerm term)
    {
        _terms.Add(term);
        _losses.Add(0);
    }

    /// <summary>The sum of the losses with their layers' weights; fills the terms' gradients.</summary>
    /// <param name="moments">The picture's.</param>
    /// <param name="factor">Factor on the derivatives only.</param>
    public double Evaluate(IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>> moments, double factor)
    {
        (_moments, _factor) = (moments, factor);
        WorkerTeam.Run(team, this, _terms.Count);
        return _losses.Sum();
    }

    // The deepest layer has the most channels and begins.
    public override void Run(int item, int worker)
    {
        int index = _terms.Count - 1 - item;
        StyleTerm term = _terms[index];
        _losses[index] = term.Evaluate(_moments![term.Layer], _factor);
    }
}
