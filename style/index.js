import './index.css';
import './settings.css';
