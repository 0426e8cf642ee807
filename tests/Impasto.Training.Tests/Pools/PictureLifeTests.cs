using Impasto.Training.Pools;

namespace Impasto.Training.Tests.Pools;

public sealed class PictureLifeTests
{
    [Fact]
    public void IsOver_of_a_picture_that_never_began_is_true() => Assert.True(default(PictureLife).IsOver);

    [Fact]
    public void Begin_stays_within_its_ranges()
    {
        var random = new Random(4);

        for (int i = 0; i < 500; i++)
        {
            var life = PictureLife.Begin(random);
            Assert.Equal(0, life.Age);
            Assert.InRange(life.Lifetime, 20, 319);
            Assert.InRange(life.ContentWeight, 0.005f, 0.3f);
            Assert.InRange(life.Rate, 0.01f, 0.05f);
        }
    }

    [Fact]
    public void Of_numbers_gives_the_life_again()
    {
        PictureLife life = new(7, 120, 0.03f, 0.02f);

        Assert.Equal(life, PictureLife.Of(life.ToNumbers()));
        Assert.Equal(PictureLife.Columns, life.ToNumbers().Length);
        Assert.Equal(8, life.Older.Age);
    }
}
