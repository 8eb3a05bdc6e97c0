"""Ableton Live without Max: finding its User Library, installing the control surface, the bridge to AbletonOSC."""
